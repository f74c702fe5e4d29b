import { createHash, timingSafeEqual } from 'node:crypto';
import { type Authorize, DEFAULT_WORKSPACE_ID, type Principal } from './authorize.ts';
import { ApiError } from './errors.ts';

/**
 * One key for everything, sent as `Authorization: Bearer <key>`, or as the password of `Basic` with any user name,
 * which is what a browser's own dialogue and MLflow's clients can send.
 */
export function authorizeKey(key: string): Authorize {
  const expected = digest(key);
  const principal: Principal = { workspaceId: DEFAULT_WORKSPACE_ID, subject: 'key', scopes: ['read', 'write'] };
  return async (request) => {
    const sent = sentKey(request.headers.get('authorization'));
    if (sent === undefined) {
      throw new ApiError('UNAUTHENTICATED', 'a key is needed: send it as a Bearer token or as the password of Basic');
    }
    if (!timingSafeEqual(digest(sent), expected)) throw new ApiError('UNAUTHENTICATED', 'this is not the key');
    return principal;
  };
}

/** Digests have one length, so that the comparison tells nothing about the key's. */
function digest(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest();
}

function sentKey(authorization: string | null): string | undefined {
  const [, scheme, value] = /^([A-Za-z]+) +(\S+)\s*$/.exec(authorization ?? '') ?? [];
  if (scheme === undefined || value === undefined) return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const credentials = Buffer.from(value, 'base64').toString('utf8');
  const colon = credentials.indexOf(':');
  return colon < 0 ? undefined : credentials.slice(colon + 1);
}
