import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

/**
 * Answers preflights of the configured origins and lets their pages read our answers. Comes after the check of the
 * origin, so nobody else gets here.
 */
export function allowOrigins(allowedOrigins: readonly string[]): MiddlewareHandler {
  const answer = cors({ origin: [...allowedOrigins], exposeHeaders: ['Retry-After'], maxAge: 600 });
  return (c, next) => (c.req.header('origin') === undefined ? next() : answer(c, next));
}
