import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { type BodyPlace, RequestBody } from './request-body.ts';

/** Gives each request the place where its body is read, and gives that back once it is answered. */
export function countBodies(place: BodyPlace): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const body = new RequestBody(place);
    c.set('body', body);
    try {
      await next();
    } finally {
      body.release();
    }
  };
}
