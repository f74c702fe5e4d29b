import * as v from 'valibot';
import { flag, list, parseSettings, wholeNumber } from '../setting-values.ts';
import { isProxy } from './client-of.ts';
import type { OidcSettings } from './oidc/oidc-settings.ts';
import { isRoleRule, roleRule } from './oidc/role-rules.ts';
import type { SessionLife } from './sessions.ts';

/** Who may come in, as it is set from outside. */
export interface AuthConfig {
  /** Whether everybody is let in, on any address. */
  readonly isOpen: boolean;
  /** Made at the first start; undefined: nobody is. */
  readonly firstAdmin: { readonly name: string; readonly password: string } | undefined;
  readonly sessionLife: SessionLife;
  /** Addresses and networks of proxies whose `X-Forwarded-*` is believed. */
  readonly trustedProxies: readonly string[];
  /** What each key may send that has no limit of its own; undefined: no limit. */
  readonly requestsPerSecond: number | undefined;
  readonly bytesPerSecond: number | undefined;
  /** Undefined: no other service says who somebody is. */
  readonly oidc: OidcSettings | undefined;
}

const HOUR_MS = 3_600_000;
const address = v.pipe(
  v.string(),
  v.check(
    (text) => /^https?:\/\/[^?#]+$/.test(text) && URL.canParse(text),
    'must be an address such as https://example.com',
  ),
);

const Env = v.object({
  TRACEWRIGHT_NO_AUTH: v.optional(flag, 'false'),
  TRACEWRIGHT_ADMIN_USER: v.optional(v.string()),
  TRACEWRIGHT_ADMIN_PASSWORD: v.optional(v.string()),
  TRACEWRIGHT_SESSION_IDLE_HOURS: v.optional(wholeNumber(1, 10_000), '168'),
  TRACEWRIGHT_SESSION_DAYS: v.optional(wholeNumber(1, 1_000), '30'),
  TRACEWRIGHT_TRUSTED_PROXIES: v.optional(
    list(v.pipe(v.string(), v.check(isProxy, 'must list addresses, and networks such as 10.0.0.0/8'))),
    '',
  ),
  TRACEWRIGHT_KEY_REQUESTS_PER_SECOND: v.optional(wholeNumber(1, 1_000_000)),
  TRACEWRIGHT_KEY_BYTES_PER_SECOND: v.optional(wholeNumber(1_024, 10 ** 12)),
  TRACEWRIGHT_PUBLIC_URL: v.optional(address),
  TRACEWRIGHT_OIDC_ISSUER: v.optional(address),
  TRACEWRIGHT_OIDC_CLIENT_ID: v.optional(v.string()),
  TRACEWRIGHT_OIDC_CLIENT_SECRET: v.optional(v.string()),
  TRACEWRIGHT_OIDC_LABEL: v.optional(v.string(), 'single sign-on'),
  TRACEWRIGHT_OIDC_SCOPES: v.optional(v.string(), 'openid profile email'),
  TRACEWRIGHT_OIDC_GROUPS_CLAIM: v.optional(v.string(), 'groups'),
  TRACEWRIGHT_OIDC_ROLES: v.optional(
    list(
      v.pipe(
        v.string(),
        v.check(isRoleRule, 'must list rules such as ml-team=editor, auditors=viewer@team-a or ops=administrator'),
      ),
    ),
    '',
  ),
  TRACEWRIGHT_OIDC_CREATE_USERS: v.optional(flag, 'false'),
});

/** What is not repeated in messages. */
const SECRETS = ['TRACEWRIGHT_ADMIN_PASSWORD', 'TRACEWRIGHT_OIDC_CLIENT_SECRET'];

/**
 * @param given variables of the environment that are not empty
 * @param args of the command line
 * @throws RangeError naming the variable that is wrong, or those that do not go together.
 */
export function authConfig(given: Readonly<Record<string, string>>, args: readonly string[]): AuthConfig {
  const env = parseSettings(Env, given, SECRETS);
  const { TRACEWRIGHT_ADMIN_USER: name, TRACEWRIGHT_ADMIN_PASSWORD: password } = env;
  if ((name === undefined) !== (password === undefined)) {
    throw new RangeError('TRACEWRIGHT_ADMIN_USER and TRACEWRIGHT_ADMIN_PASSWORD go together: set both or none');
  }
  return {
    isOpen: env.TRACEWRIGHT_NO_AUTH || args.includes('--no-auth'),
    firstAdmin: name === undefined || password === undefined ? undefined : { name, password },
    sessionLife: {
      idleMs: env.TRACEWRIGHT_SESSION_IDLE_HOURS * HOUR_MS,
      maxMs: env.TRACEWRIGHT_SESSION_DAYS * 24 * HOUR_MS,
    },
    trustedProxies: env.TRACEWRIGHT_TRUSTED_PROXIES,
    requestsPerSecond: env.TRACEWRIGHT_KEY_REQUESTS_PER_SECOND,
    bytesPerSecond: env.TRACEWRIGHT_KEY_BYTES_PER_SECOND,
    oidc: oidcSettings(env),
  };
}

function oidcSettings(env: v.InferOutput<typeof Env>): OidcSettings | undefined {
  const {
    TRACEWRIGHT_OIDC_ISSUER: issuer,
    TRACEWRIGHT_OIDC_CLIENT_ID: clientId,
    TRACEWRIGHT_PUBLIC_URL: publicUrl,
  } = env;
  if (issuer === undefined && clientId === undefined) return undefined;
  if (issuer === undefined || clientId === undefined || publicUrl === undefined) {
    throw new RangeError(
      'to sign in through another service, set TRACEWRIGHT_OIDC_ISSUER, TRACEWRIGHT_OIDC_CLIENT_ID and TRACEWRIGHT_PUBLIC_URL',
    );
  }
  return {
    ...{ issuer, clientId, publicUrl: publicUrl.replace(/\/+$/, '') },
    clientSecret: env.TRACEWRIGHT_OIDC_CLIENT_SECRET,
    label: env.TRACEWRIGHT_OIDC_LABEL,
    scope: env.TRACEWRIGHT_OIDC_SCOPES,
    groupsClaim: env.TRACEWRIGHT_OIDC_GROUPS_CLAIM,
    roles: env.TRACEWRIGHT_OIDC_ROLES.map(roleRule),
    mayCreateUsers: env.TRACEWRIGHT_OIDC_CREATE_USERS,
  };
}
