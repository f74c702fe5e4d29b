import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { IncomingBody } from './read-body.ts';

/**
 * The body of a request, straight from the socket where there is one: the stream of a `Request` takes more processor
 * time than everything else on this thread.
 */
export function incomingBody(c: Context<AppEnv>): IncomingBody {
  return {
    announced: c.req.header('content-length'),
    coding: c.req.header('content-encoding'),
    // Whoever stops reading still wants to answer: by itself the iterator would cut the connection.
    chunks: c.env?.incoming?.iterator({ destroyOnReturn: false }) ?? c.req.raw.body ?? NOTHING,
  };
}

const NOTHING: AsyncIterable<Uint8Array> = { async *[Symbol.asyncIterator]() {} };
