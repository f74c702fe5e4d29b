import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import { accepts } from 'hono/accepts';

const MIN_BYTES = 1_024;
const compress = promisify(gzip);

/** Sends JSON of more than 1 kB as gzip to those who take it. Compression runs off the main thread. */
export function compressJson(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { res } = c;
    if (res.body === null || res.headers.has('content-encoding')) return;
    if (!res.headers.get('content-type')?.startsWith('application/json')) return;
    c.header('Vary', 'Accept-Encoding', { append: true });
    const encoding = accepts(c, { header: 'Accept-Encoding', supports: ['gzip', 'identity'], default: 'identity' });
    if (encoding !== 'gzip') return;
    const json = await res.arrayBuffer();
    const isLarge = json.byteLength > MIN_BYTES;
    c.res = new Response(isLarge ? await compress(json) : json, res);
    c.res.headers.delete('content-length');
    if (isLarge) c.res.headers.set('content-encoding', 'gzip');
  };
}
