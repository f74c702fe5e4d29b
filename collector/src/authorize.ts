import type { AccessScope } from '@tracewright/schema';
import type { Client } from './auth/client.ts';
import type { KeyRates } from './auth/key-meter.ts';

/** What a principal may do in its workspace. `write` does not include `read`. */
export type Scope = AccessScope;

/** On whose behalf a request is answered. Every key in every store begins with its workspace. */
export interface Principal {
  /** '' for somebody who is in none, and may do nothing but leave. */
  readonly workspaceId: string;
  /** Who it is, for records of who did what. */
  readonly subject: string;
  readonly scopes: readonly Scope[];
  /** Whether they administer the whole installation. */
  readonly isAdmin?: boolean;
  readonly userId?: string;
  /** Of the key that was shown. */
  readonly keyId?: string;
  /** What the key may send each second, where that is not what is set for all keys. */
  readonly rates?: KeyRates;
  /** Of the session whose cookie was sent. */
  readonly sessionId?: string;
  /** Ids of the only experiments that the key is for. */
  readonly experiments?: readonly string[];
  /** How they showed who they are. */
  readonly via: 'open' | 'key' | 'session' | 'basic';
}

/**
 * Tells who sent a request. Called once for each, before its body is read.
 *
 * @param isAnyWorkspaceFine whether somebody who names a workspace that they are not in is taken to be in another one
 * @throws ApiError `UNAUTHENTICATED` if the request does not say, or says it wrongly; `RESOURCE_DOES_NOT_EXIST` if they
 *   are not in the workspace that it names.
 */
export type Authorize = (request: Request, client: Client, isAnyWorkspaceFine?: boolean) => Promise<Principal>;

/** The workspace that is always there. */
export const DEFAULT_WORKSPACE_ID = 'default';
