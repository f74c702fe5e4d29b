import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import { PAGE_PATHS } from './page-paths.ts';

/**
 * Everything a page may load comes from here. Styles may stand in attributes, where charts put them; pictures that a
 * prompt links to are not fetched, which would tell their host who reads it.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Tracewright</title>
<h1>The viewer is not built</h1>
<p>The collector runs and takes spans. To see them here, run <code>npm run build</code> and start it again.</p>
`;

/**
 * The built viewer: its pages, and the files in `viewerDir`. Compressed copies beside the files (`.br`, `.gz`) are sent
 * to those who take them. Names under `/assets/` carry a hash of the content, so those files are kept for good.
 */
export function pageRoutes(viewerDir: string | undefined): Hono {
  const pages = new Hono();
  if (viewerDir === undefined || !existsSync(join(viewerDir, 'index.html'))) {
    pages.on('GET', [...PAGE_PATHS], (c) => c.html(NOT_BUILT, 503, { 'Content-Security-Policy': PAGE_POLICY }));
    return pages;
  }
  pages.on('GET', [...PAGE_PATHS], serveFiles({ root: viewerDir, path: 'index.html' }));
  // Not `get`: a wildcard route would turn every unknown path into a method that is not allowed.
  pages.use('*', serveFiles({ root: viewerDir }));
  pages.use('*', noSuchPage(viewerDir));
  return pages;
}

/** Where programs are answered: a mistake there is told as they understand it, whoever asks. */
const OF_PROGRAMS = /^\/(?:api|ajax-api|v1|assets|health|metrics|version)(?:\/|$)/;

/** A person who follows a wrong address gets the viewer, which says so and leads on; a program is told in JSON. */
function noSuchPage(viewerDir: string): MiddlewareHandler {
  const serve = serveFiles({ root: viewerDir, path: 'index.html' });
  return async (c, next) => {
    const isNavigation = c.req.method === 'GET' && c.req.header('sec-fetch-mode') === 'navigate';
    if (!isNavigation || OF_PROGRAMS.test(c.req.path)) return next();
    const answer = await serve(c, next);
    return answer instanceof Response ? new Response(answer.body, { status: 404, headers: answer.headers }) : answer;
  };
}

function serveFiles(where: { readonly root: string; readonly path?: string }): MiddlewareHandler {
  const serve = serveStatic({ ...where, precompressed: true });
  return async (c, next) => {
    const answer = await serve(c, next);
    if (!(answer instanceof Response)) return;
    const isHashed = c.req.path.startsWith('/assets/');
    answer.headers.set('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    answer.headers.set('Content-Security-Policy', PAGE_POLICY);
    return answer;
  };
}
