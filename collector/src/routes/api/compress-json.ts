import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import { acceptedEncoding } from './accepted-encoding.ts';

const MIN_BYTES = 1_024;
const compress = promisify(gzip);

/** Sends JSON of more than 1 kB as gzip to those who take it. Compression runs off the main thread. */
export function compressJson(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { res } = c;
    if (res.body === null || !res.headers.get('content-type')?.startsWith('application/json')) return;
    c.header('Vary', 'Accept-Encoding', { append: true });
    // Some answers come compressed already.
    if (res.headers.has('content-encoding') || acceptedEncoding(c) !== 'gzip') return;
    const json = await res.arrayBuffer();
    const isLarge = json.byteLength > MIN_BYTES;
    c.res = new Response(isLarge ? await compress(json) : json, res);
    c.res.headers.delete('content-length');
    if (isLarge) c.res.headers.set('content-encoding', 'gzip');
  };
}
