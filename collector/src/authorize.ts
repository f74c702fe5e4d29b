import { basicCredentials } from './basic-credentials.ts';

/** What a principal may do. `write` does not include `read`. */
export type Scope = 'read' | 'write';

/** On whose behalf a request is answered. Every key in every store begins with its workspace. */
export interface Principal {
  readonly workspaceId: string;
  /** Who it is, for records of who did what. */
  readonly subject: string;
  readonly scopes: readonly Scope[];
}

/**
 * Tells who sent a request. Called once for each, before its body is read.
 *
 * @throws ApiError `UNAUTHENTICATED` if the request does not say, or says it wrongly.
 */
export type Authorize = (request: Request) => Promise<Principal>;

/** The only workspace until there are more. */
export const DEFAULT_WORKSPACE_ID = 'default';

/** For a collector without a key: whoever reaches the port may do everything. */
export function authorizeEveryone(): Authorize {
  const principal: Principal = { workspaceId: DEFAULT_WORKSPACE_ID, subject: 'anonymous', scopes: ['read', 'write'] };
  return async (request) => {
    const user = basicCredentials(request.headers.get('authorization'))?.user;
    return user ? { ...principal, subject: user } : principal;
  };
}
