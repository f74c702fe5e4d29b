import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Answers with a file of the built viewer, with its page where the path names no file.
 *
 * @param distDir Undefined where there is none: everything is missing.
 * @param policy Content-Security-Policy of all of them.
 */
export async function serveBuilt(
  distDir: string | undefined,
  path: string,
  policy: string,
  response: ServerResponse,
): Promise<void> {
  const isFile = extname(path) !== '';
  const file = join(distDir ?? '', isFile ? normalize(path) : 'index.html');
  const body = distDir === undefined ? undefined : await readFile(file).catch(() => undefined);
  response.writeHead(body ? 200 : 404, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    // As the collector has it.
    'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(body);
}
