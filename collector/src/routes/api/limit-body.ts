import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../../app-env.ts';

/** Lets bodies of a route have up to `maxBytes`, as sent and as inflated, where others have 1 MiB. */
export function limitBody(maxBytes: number): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    c.get('body').maxBytes = maxBytes;
    await next();
  };
}
