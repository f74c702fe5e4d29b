import type { MiddlewareHandler } from 'hono';
import { ApiError } from '../errors.ts';

/** Refuses requests whose `Host` is not ours. */
export function refuseForeignHosts(isOurs: (host: string) => boolean): MiddlewareHandler {
  return async (c, next) => {
    // Without the header there is the host of an absolute request target.
    const host = c.req.header('host') ?? new URL(c.req.url).host;
    if (!isOurs(host)) {
      throw new ApiError(
        'PERMISSION_DENIED',
        `this collector does not answer to the host ${JSON.stringify(host)}; add the name to TRACEWRIGHT_ALLOWED_HOSTS`,
      );
    }
    await next();
  };
}
