import type { Readable } from 'node:stream';
import type { Client } from './auth/client.ts';
import type { Principal } from './authorize.ts';
import type { RequestBody } from './body/request-body.ts';

/** What a socket hands over beside each request; a test hands over nothing. */
export interface SocketBindings {
  readonly incoming?: Readable & {
    readonly socket?: { readonly remoteAddress?: string | undefined; readonly bytesRead: number };
  };
}

/** What is left in the context of every request: `c.get('principal')`. */
export interface AppEnv {
  readonly Bindings: SocketBindings;
  readonly Variables: {
    /** Whom the border let in; undefined only on public routes, where nobody is signed in. */
    readonly principal: Principal;
    /**
     * Does something while an answer goes on, with what its sender may see by then.
     *
     * @throws ApiError once they may no longer ask for it.
     */
    readonly again: <Done>(work: () => Promise<Done>) => Promise<Done>;
    readonly client: Client;
    /** The name that somebody gave who wants to sign in. */
    readonly claimedName: string | undefined;
    readonly body: RequestBody;
    /** What a request is about, for the audit log, where its path does not say it. */
    readonly auditObject?: string;
    /** Of how many it brought where that is counted, such as spans; 0: nothing came of it. Default: 1. */
    readonly auditCount?: number;
  };
}
