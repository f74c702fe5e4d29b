import type { Readable } from 'node:stream';
import type { Principal } from './authorize.ts';

/** What a socket hands over beside each request; a test hands over nothing. */
export interface SocketBindings {
  readonly incoming?: Readable;
}

/** What the border leaves in the context of every request that passed it: `c.get('principal')`. */
export interface AppEnv {
  readonly Bindings: SocketBindings;
  readonly Variables: { readonly principal: Principal };
}
