import { Hono } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import type { Auth } from '../../auth/auth.ts';
import { journeyCookie, setJourneyCookie } from '../../auth/cookies.ts';
import { ownPath } from '../../auth/oidc/journey.ts';
import type { Oidc } from '../../auth/oidc/oidc.ts';
import { ApiError, type ErrorCode } from '../../errors.ts';
import { keepSession } from './auth.ts';

/** Where pages say why somebody could not sign in: `?failure=` is one of these. */
const SIGN_IN_PAGE = '/sign-in';
const FAILURES: Readonly<Partial<Record<ErrorCode, string>>> = {
  UNAUTHENTICATED: 'not-proven',
  PERMISSION_DENIED: 'not-allowed',
  RESOURCE_ALREADY_EXISTS: 'name-taken',
  INVALID_PARAMETER_VALUE: 'not-allowed',
  TEMPORARILY_UNAVAILABLE: 'unavailable',
};

/** `/api/v1/auth/oidc`: signing in through another service. Browsers come here by links, and are led on. */
export function oidcRoutes(auth: Auth): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get('/start', async (c) => {
    const { url, kept } = await required(auth.oidc).start(ownPath(c.req.query('to')));
    c.header('Set-Cookie', setJourneyCookie(kept, c.get('client')));
    return c.redirect(url);
  });
  routes.get('/callback', async (c) => {
    const client = c.get('client');
    const kept = journeyCookie(c.req.header('cookie') ?? null, client);
    const oidc = required(auth.oidc);
    const { userId, to } = await oidc.finish(new URL(c.req.url).search, kept);
    const secret = await auth.sessions.open(userId, 'oidc', { client, userAgent: c.req.header('user-agent') });
    const principal = await auth.principalOf(secret);
    if (principal !== undefined) c.set('principal', principal);
    keepSession(c, auth, secret);
    c.header('Set-Cookie', setJourneyCookie(undefined, client), { append: true });
    return c.redirect(to);
  });
  routes.onError((error, c) => {
    const failure = error instanceof ApiError ? FAILURES[error.code] : undefined;
    if (failure === undefined) throw error;
    c.header('Set-Cookie', setJourneyCookie(undefined, c.get('client')));
    return c.redirect(`${SIGN_IN_PAGE}?failure=${failure}`);
  });
  return routes;
}

function required(oidc: Oidc | undefined): Oidc {
  if (oidc === undefined) throw new ApiError('RESOURCE_DOES_NOT_EXIST', 'no other service is set to sign in through');
  return oidc;
}
