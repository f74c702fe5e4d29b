import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import type { Authorize, Scope } from '../authorize.ts';
import { ApiError } from '../errors.ts';

/** Finds out who asks, before anything of the body is read. */
export function requirePrincipal(authorize: Authorize): ReturnType<typeof createMiddleware<AppEnv>> {
  return createMiddleware<AppEnv>(async (c, next) => {
    c.set('principal', await authorize(c.req.raw));
    await next();
  });
}

/** Refuses principals without a scope. Where none is named, the method tells: only GET and HEAD merely read. */
export function requireScope(scope?: Scope): ReturnType<typeof createMiddleware<AppEnv>> {
  return createMiddleware<AppEnv>(async (c, next) => {
    const isReading = c.req.method === 'GET' || c.req.method === 'HEAD';
    const needed = scope ?? (isReading ? 'read' : 'write');
    if (!c.get('principal').scopes.includes(needed)) {
      throw new ApiError('PERMISSION_DENIED', `this needs the scope "${needed}"`);
    }
    await next();
  });
}
