import type { OidcSignIn } from '@tracewright/schema';

/** Another service that says who somebody is. */
export interface Oidc {
  readonly shown: OidcSignIn;
}
