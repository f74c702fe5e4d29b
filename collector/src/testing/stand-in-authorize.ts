import { ROLE_SCOPES } from '@tracewright/schema';
import { type Authorize, DEFAULT_WORKSPACE_ID, type Principal } from '../authorize.ts';
import { basicCredentials } from '../basic-credentials.ts';
import { ApiError } from '../errors.ts';

const PRINCIPAL: Principal = {
  workspaceId: DEFAULT_WORKSPACE_ID,
  subject: 'anonymous',
  scopes: ROLE_SCOPES.admin,
  isAdmin: true,
  via: 'open',
};

/** Lets everybody do everything, as a collector does to which nobody was added; needs no stores. */
export function authorizeEveryone(): Authorize {
  return async ({ headers }) => {
    const user = basicCredentials(headers.get('authorization'))?.user;
    return user ? { ...PRINCIPAL, subject: user } : PRINCIPAL;
  };
}

/** Lets in whoever shows one key as a Bearer token; needs no stores. */
export function authorizeKey(key: string): Authorize {
  return async ({ headers }) => {
    if (headers.get('authorization') === `Bearer ${key}`) return { ...PRINCIPAL, subject: 'environment', via: 'key' };
    throw new ApiError('UNAUTHENTICATED', 'this is not the key');
  };
}
