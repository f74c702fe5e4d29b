import type { MiddlewareHandler } from 'hono';
import { ApiError } from '../errors.ts';

/**
 * Refuses what pages of other origins send, readings as well as writings: a form or a `fetch` with `text/plain` needs
 * nobody's permission to be sent, and on a developer's machine there is no key to stop it. Following a link to us is
 * allowed: the page that holds it cannot read the answer. Programs send neither header and pass.
 */
export function refuseForeignOrigins(allowedOrigins: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header('origin');
    const isForeign =
      origin === undefined
        ? isForeignFetch(c.req.method, (name) => c.req.header(name))
        : !allowedOrigins.includes(origin) && !isSameOrigin(origin, c.req.header('host') ?? new URL(c.req.url).host);
    if (isForeign) {
      throw new ApiError(
        'PERMISSION_DENIED',
        `pages of ${origin ?? 'another site'} may not use this collector; TRACEWRIGHT_ALLOWED_ORIGINS lists those that may`,
      );
    }
    await next();
  };
}

/** Compares with `Host`, which has been checked; the scheme may differ where a proxy ends TLS before us. */
function isSameOrigin(origin: string, host: string): boolean {
  const [, originHost] = /^https?:\/\/([^/]+)$/.exec(origin) ?? [];
  return originHost !== undefined && originHost.toLowerCase() === host.toLowerCase();
}

/** Browsers leave `Origin` out of most readings, but say with each request where it comes from. */
function isForeignFetch(method: string, header: (name: string) => string | undefined): boolean {
  const site = header('sec-fetch-site');
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  const isLink =
    (method === 'GET' || method === 'HEAD') &&
    header('sec-fetch-mode') === 'navigate' &&
    header('sec-fetch-dest') === 'document';
  return !isLink;
}
