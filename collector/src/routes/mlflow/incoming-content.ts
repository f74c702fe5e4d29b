import type { Context } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import { incomingBody } from '../../body/incoming-body.ts';
import { ApiError } from '../../errors.ts';
import { withSha256 } from '../../storage/blobs/with-sha256.ts';

/** A hash as RFC 9530 writes it, in base64. */
const SHA256 = /(?:^|,)\s*sha-256=:([A-Za-z\d+/]{43}=):/;

/**
 * A request's body as it comes in, checked against the hash in `Repr-Digest` or `Content-Digest` if there is one.
 *
 * @throws ApiError while it is read: `MALFORMED_REQUEST` where the connection is cut before its end,
 *   `INVALID_PARAMETER_VALUE` where it has another hash.
 */
export function incomingContent(c: Context<AppEnv>): AsyncGenerator<Uint8Array> {
  const digest = c.req.header('repr-digest') ?? c.req.header('content-digest') ?? '';
  const [, sha256] = SHA256.exec(digest) ?? [];
  const content = whole(c);
  return sha256 === undefined ? content : withSha256(content, Buffer.from(sha256, 'base64').toString('hex'));
}

async function* whole(c: Context<AppEnv>): AsyncGenerator<Uint8Array> {
  try {
    yield* incomingBody(c).chunks;
  } catch (cause) {
    throw new ApiError('MALFORMED_REQUEST', 'the content ended before it was complete', { cause });
  }
}
