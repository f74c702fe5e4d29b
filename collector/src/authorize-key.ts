import { createHash, timingSafeEqual } from 'node:crypto';
import { ROLE_SCOPES } from '@tracewright/schema';
import { type Authorize, DEFAULT_WORKSPACE_ID, type Principal } from './authorize.ts';
import { basicCredentials } from './basic-credentials.ts';
import { ApiError } from './errors.ts';

/**
 * One key for everything, sent as `Authorization: Bearer <key>`, or as the password of `Basic` with any user name,
 * which is what a browser's own dialogue and MLflow's clients can send.
 */
export function authorizeKey(key: string): Authorize {
  const expected = digest(key);
  const principal: Principal = {
    workspaceId: DEFAULT_WORKSPACE_ID,
    subject: 'environment',
    scopes: ROLE_SCOPES.admin,
    isAdmin: true,
    via: 'key',
  };
  return async (request) => {
    const authorization = request.headers.get('authorization');
    const basic = basicCredentials(authorization);
    const sent = basic?.password ?? bearerToken(authorization);
    if (sent === undefined) {
      throw new ApiError('UNAUTHENTICATED', 'a key is needed: send it as a Bearer token or as the password of Basic');
    }
    if (!timingSafeEqual(digest(sent), expected)) throw new ApiError('UNAUTHENTICATED', 'this is not the key');
    // Whoever has the key is believed who he is: it is for records alone.
    return basic?.user ? { ...principal, subject: basic.user } : principal;
  };
}

/** Digests have one length, so that the comparison tells nothing about the key's. */
function digest(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest();
}

function bearerToken(authorization: string | null): string | undefined {
  return /^bearer +(\S+)\s*$/i.exec(authorization ?? '')?.[1];
}
