import type { Authorize, Principal } from '../authorize.ts';
import { basicCredentials } from '../basic-credentials.ts';
import { ApiError } from '../errors.ts';
import type { Account, Accounts } from './accounts.ts';
import type { ApiKeys } from './api-keys.ts';
import { askedWorkspace } from './asked-workspace.ts';
import type { Client } from './client.ts';
import { sessionCookie } from './cookies.ts';
import type { PasswordSignIn } from './password-sign-in.ts';
import { digestOf } from './secrets.ts';
import type { Sessions } from './sessions.ts';
import type { WorkspacesAtHand } from './workspaces-at-hand.ts';

export interface AuthorizeParts {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly apiKeys: ApiKeys;
  readonly passwords: PasswordSignIn;
  readonly workspaces: WorkspacesAtHand;
  /** The one of the installation, which may do everything. */
  readonly environmentKey: string | undefined;
  /** Whether everybody is let in as long as there are neither users nor that key. */
  readonly isOpenAllowed: boolean;
}

export interface RequestAuthorizer {
  readonly authorize: Authorize;
  /** Whom the session makes somebody whose cookie says this; undefined: nobody. */
  readonly bySession: (secret: string, wantedWorkspace: string | undefined) => Promise<Principal | undefined>;
}

/**
 * Who sent a request: by a key as Bearer token or as the password of Basic, which is what a browser's own dialogue and
 * MLflow's clients can send; by a name and a password; or by the cookie of a session.
 */
export function requestAuthorizer(parts: AuthorizeParts): RequestAuthorizer {
  const { accounts, sessions, apiKeys, passwords, workspaces } = parts;
  const environment = parts.environmentKey === undefined ? undefined : digestOf(parts.environmentKey);

  return { authorize, bySession };

  async function authorize(request: Request, client: Client, isAnyWorkspaceFine?: boolean): Promise<Principal> {
    const { headers } = request;
    const wanted = askedWorkspace(request);
    if (wanted === undefined || isAnyWorkspaceFine !== true) return senderOf(headers, wanted, client);
    try {
      return await senderOf(headers, wanted, client);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'RESOURCE_DOES_NOT_EXIST') {
        return senderOf(headers, undefined, client);
      }
      throw error;
    }
  }

  async function senderOf(headers: Headers, wanted: string | undefined, client: Client): Promise<Principal> {
    const authorization = headers.get('authorization');
    const shown = authorization === null ? undefined : await byHeader(authorization, wanted, client);
    if (shown !== undefined) return shown;
    const secret = authorization === null ? sessionCookie(headers.get('cookie'), client) : undefined;
    const signedIn = secret === undefined ? undefined : await bySession(secret, wanted);
    if (signedIn !== undefined) return signedIn;
    if (await isOpen()) return anybody(authorization, wanted);
    throw new ApiError('UNAUTHENTICATED', whatIsMissing(authorization, secret));
  }

  /** Digests tell nothing about a key, however early they differ. */
  function isEnvironmentKey(key: string): boolean {
    return environment !== undefined && digestOf(key) === environment;
  }

  async function byHeader(
    authorization: string,
    wanted: string | undefined,
    client: Client,
  ): Promise<Principal | undefined> {
    const basic = basicCredentials(authorization);
    const key = basic?.password ?? bearerToken(authorization);
    if (key === undefined) return undefined;
    if (isEnvironmentKey(key)) {
      // Whoever has this key is believed who he is: it is for records alone.
      const subject = basic?.user || 'environment';
      return { ...(await workspaces.forAdmin(wanted)), subject, isAdmin: true, via: 'key' };
    }
    const kept = await apiKeys.find(key);
    if (kept !== undefined) {
      const { id, name, workspaceId, scopes, experiments, requestsPerSecond, bytesPerSecond } = kept;
      await workspaces.requireActive(workspaceId, wanted);
      const isLimited = requestsPerSecond !== undefined || bytesPerSecond !== undefined;
      return {
        ...{ workspaceId, subject: name, scopes, keyId: id, via: 'key' },
        ...(experiments === undefined ? {} : { experiments }),
        ...(isLimited ? { rates: { requestsPerSecond, bytesPerSecond } } : {}),
      };
    }
    if (basic === undefined || basic.user === '' || !(await accounts.hasAny())) return undefined;
    const account = await passwords.account(basic.user, basic.password, client);
    return account && asUser(account, wanted, { via: 'basic' });
  }

  async function bySession(secret: string, wanted: string | undefined): Promise<Principal | undefined> {
    const session = await sessions.find(secret);
    const account = session && (await accounts.active(session.userId));
    return account && asUser(account, wanted, { via: 'session', sessionId: session.id });
  }

  async function asUser(
    { user, memberships }: Account,
    wanted: string | undefined,
    how: Pick<Principal, 'via' | 'sessionId'>,
  ): Promise<Principal> {
    const { id: userId, name: subject, isAdmin } = user;
    const place = isAdmin ? await workspaces.forAdmin(wanted) : await workspaces.forMember(wanted, memberships);
    return { ...place, subject, userId, ...(isAdmin ? { isAdmin } : {}), ...how };
  }

  async function isOpen(): Promise<boolean> {
    return parts.isOpenAllowed && environment === undefined && !(await accounts.hasAny());
  }

  async function anybody(authorization: string | null, wanted: string | undefined): Promise<Principal> {
    const subject = basicCredentials(authorization)?.user || 'anonymous';
    return { ...(await workspaces.forAdmin(wanted)), subject, isAdmin: true, via: 'open' };
  }
}

function bearerToken(authorization: string): string | undefined {
  return /^bearer +(\S+)\s*$/i.exec(authorization)?.[1];
}

function whatIsMissing(authorization: string | null, secret: string | undefined): string {
  if (authorization !== null) return 'what was sent as Authorization is not the key or the password of anybody here';
  if (secret !== undefined) return 'this session is over: sign in again';
  return 'sign in, or send a key as a Bearer token or as the password of Basic';
}
