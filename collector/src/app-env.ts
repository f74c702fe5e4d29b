import type { Principal } from './authorize.ts';

/** What the border leaves in the context of every request that passed it: `c.get('principal')`. */
export interface AppEnv {
  readonly Variables: { readonly principal: Principal };
}
