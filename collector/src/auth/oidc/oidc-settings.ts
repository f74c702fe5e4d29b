import type { RoleRule } from './role-rules.ts';

/** How people sign in through another service. */
export interface OidcSettings {
  /** Where its discovery document is found. */
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined: the service takes us without. */
  readonly clientSecret: string | undefined;
  /** Our own address as browsers know it, without a slash at its end. */
  readonly publicUrl: string;
  /** What the button says. */
  readonly label: string;
  /** What is asked for, with spaces between. */
  readonly scope: string;
  /** The claim that lists somebody's groups. */
  readonly groupsClaim: string;
  readonly roles: readonly RoleRule[];
  /** Whether somebody whom nobody has made a user becomes one. */
  readonly mayCreateUsers: boolean;
}
