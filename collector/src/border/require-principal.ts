import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { Authorize, Scope } from '../authorize.ts';
import { ApiError } from '../errors.ts';

const READING = ['GET', 'HEAD', 'OPTIONS'];

/** Finds out who asks, before anything of the body is read. */
export function requirePrincipal(authorize: Authorize): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    c.set('principal', await authorize(c.req.raw));
    await next();
  };
}

/** Refuses principals whose scopes do not cover the method: GET, HEAD and OPTIONS read, all others write. */
export function requireScope(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const needed: Scope = READING.includes(c.req.method) ? 'read' : 'write';
    if (!c.get('principal').scopes.includes(needed)) {
      throw new ApiError('PERMISSION_DENIED', `this needs the scope "${needed}"`);
    }
    await next();
  };
}
