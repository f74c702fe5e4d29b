import type { Context } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import { incomingBody } from '../otlp/incoming-body.ts';

/** A request's body as it comes in. @throws ApiError `MALFORMED_REQUEST` where the connection is cut before its end. */
export async function* incomingContent(c: Context<AppEnv>): AsyncGenerator<Uint8Array> {
  try {
    yield* incomingBody(c).chunks;
  } catch (cause) {
    throw new ApiError('MALFORMED_REQUEST', 'the content ended before it was complete', { cause });
  }
}
