import type { AuthMode } from '@tracewright/schema';
import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { Authorize, Principal } from '../authorize.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import { Accounts } from './accounts.ts';
import { ApiKeys } from './api-keys.ts';
import { BackgroundWrites } from './background-writes.ts';
import { FailedSignIns } from './failed-sign-ins.ts';
import { KeyMeter, type Metered } from './key-meter.ts';
import { createOidc, type Oidc } from './oidc/oidc.ts';
import type { OidcSettings } from './oidc/oidc-settings.ts';
import type { ScryptCost } from './password-hash.ts';
import { PasswordSignIn } from './password-sign-in.ts';
import { Passwords } from './passwords.ts';
import { requestAuthorizer } from './request-authorizer.ts';
import { type SessionLife, Sessions } from './sessions.ts';
import type { SharedCounts } from './shared-counts.ts';
import { WorkspacesAtHand } from './workspaces-at-hand.ts';

export interface AuthSettings {
  /** The one key of the installation, which may do everything. */
  readonly environmentKey: string | undefined;
  /** Whether everybody is let in as long as there are neither users nor that key. */
  readonly isOpenAllowed: boolean;
  readonly sessionLife: SessionLife;
  /** What each key may send that has no limit of its own; undefined: no limit. */
  readonly requestsPerSecond?: number | undefined;
  readonly bytesPerSecond?: number | undefined;
  /** Undefined: no other service says who somebody is. */
  readonly oidc?: OidcSettings | undefined;
}

export interface AuthParts {
  readonly stores: Pick<TrackingStores, 'users' | 'memberships' | 'apiKeys' | 'sessions'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'list'>;
  readonly settings: AuthSettings;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: () => number;
  /** Told of what failed without being anybody's answer. */
  readonly report: (error: unknown) => void;
  /** Where several collectors stand on the same database, limits hold for all together. Default: each has its own. */
  readonly shared?: SharedCounts;
  /** Default: what is safe. Tests have no secrets to keep. */
  readonly passwordCost?: ScryptCost;
}

/** Everything that knows who is who. One for a collector. */
export interface Auth {
  readonly authorize: Authorize;
  readonly mode: () => Promise<AuthMode>;
  /** Whom the session makes somebody whose cookie says this; undefined: nobody. */
  readonly principalOf: (secret: string) => Promise<Principal | undefined>;
  /** Undefined: no other service says who somebody is. */
  readonly oidc: Oidc | undefined;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly apiKeys: ApiKeys;
  readonly passwords: Passwords;
  readonly passwordSignIn: PasswordSignIn;
  readonly failures: FailedSignIns;
  readonly workspaces: WorkspacesAtHand;
  readonly nowMs: () => number;
  /** Counts what a key sends. @throws TooManyRequests */
  readonly meter: (principal: Principal, c: Context<AppEnv>) => Metered | undefined;
  /** Resolves when what is noted in the background is written. */
  readonly finish: () => Promise<void>;
}

export function createAuth(parts: AuthParts): Auth {
  const { stores, workspaces: directory, settings, nowMs, report, passwordCost, shared } = parts;
  const { environmentKey, isOpenAllowed, sessionLife } = settings;
  const writes = new BackgroundWrites(report);
  const accounts = new Accounts(stores.users, stores.memberships, nowMs);
  const sessions = new Sessions(stores.sessions, sessionLife, writes, nowMs);
  const apiKeys = new ApiKeys(stores.apiKeys, writes, nowMs);
  const workspaces = new WorkspacesAtHand(directory);
  const passwords = new Passwords(passwordCost);
  const keyMeter = new KeyMeter(nowMs, shared);
  const failures = new FailedSignIns(nowMs, shared);
  const passwordSignIn = new PasswordSignIn({ accounts, passwords, failures, nowMs });
  const { authorize, bySession } = requestAuthorizer({
    ...{ accounts, sessions, apiKeys, workspaces, environmentKey, isOpenAllowed },
    passwords: passwordSignIn,
  });
  return {
    authorize,
    principalOf: (secret) => bySession(secret, undefined),
    oidc: settings.oidc && createOidc({ settings: settings.oidc, accounts, nowMs, report }),
    mode: async () => {
      if (await accounts.hasAny()) return 'users';
      return environmentKey === undefined && isOpenAllowed ? 'open' : 'key';
    },
    ...{ accounts, sessions, apiKeys, passwords, passwordSignIn, failures, workspaces, nowMs },
    meter: ({ keyId, rates }, c) =>
      keyId === undefined
        ? undefined
        : keyMeter.begin(
            keyId,
            {
              requestsPerSecond: rates?.requestsPerSecond ?? settings.requestsPerSecond,
              bytesPerSecond: rates?.bytesPerSecond ?? settings.bytesPerSecond,
            },
            c,
          ),
    finish: () => writes.finish(),
  };
}
