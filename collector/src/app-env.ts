import type { Readable } from 'node:stream';
import type { Principal } from './authorize.ts';
import type { RequestBody } from './body/request-body.ts';

/** What a socket hands over beside each request; a test hands over nothing. */
export interface SocketBindings {
  readonly incoming?: Readable;
}

/** What stands in the context of every request: its body, and `c.get('principal')` once it has passed the border. */
export interface AppEnv {
  readonly Bindings: SocketBindings;
  readonly Variables: { readonly principal: Principal; readonly body: RequestBody };
}
