import type { AuthState, Page, PasswordChange, SessionItem, SignInBody } from '@tracewright/schema';
import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import type { Auth } from '../../auth/auth.ts';
import { authState } from '../../auth/auth-state.ts';
import { changeOwnPassword } from '../../auth/change-own-password.ts';
import { setSessionCookie } from '../../auth/cookies.ts';
import { shownSession } from '../../auth/shown.ts';
import { MAX_USER_NAME } from '../../auth/user-name.ts';
import { ApiError } from '../../errors.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';

const MAX_BODY_BYTES = 16 * 1_024;

const SignIn = v.object({ name: v.string(), password: v.string() }) satisfies v.GenericSchema<SignInBody>;
const Change = v.object({ current: v.string(), next: v.string() }) satisfies v.GenericSchema<PasswordChange>;

/** `/api/v1/auth`: who somebody is, signing in and out, and what they may change of themselves. */
export function authRoutes(auth: Auth): Hono<AppEnv> {
  const limit = limitBody(MAX_BODY_BYTES);
  return new Hono<AppEnv>()
    .get('/me', async (c) => c.json(await authState(auth, c.get('principal'))))
    .post('/sign-in', limit, async (c) => {
      const { name, password } = await jsonBody(c, SignIn);
      c.set('claimedName', name.slice(0, MAX_USER_NAME));
      const account = await auth.passwordSignIn.signIn(name, password, c.get('client'));
      if (account === undefined) {
        throw new ApiError('UNAUTHENTICATED', 'this name and this password do not belong together');
      }
      const secret = await auth.sessions.open(account.user.id, 'password', {
        client: c.get('client'),
        userAgent: c.req.header('user-agent'),
      });
      keepSession(c, auth, secret);
      return c.json(await stateOf(c, auth, secret));
    })
    .post('/sign-out', async (c) => {
      const { userId, sessionId } = c.get('principal');
      if (userId !== undefined && sessionId !== undefined) await auth.sessions.end(userId, sessionId);
      c.header('Set-Cookie', setSessionCookie(undefined, 0, c.get('client')));
      return c.body(null, 204);
    })
    .post('/password', limit, async (c) => {
      const change = await jsonBody(c, Change);
      await changeOwnPassword(auth, c.get('principal'), change, c.get('client'));
      return c.body(null, 204);
    })
    .get('/sessions', async (c) => {
      const { userId, sessionId } = c.get('principal');
      const sessions = userId === undefined ? [] : await auth.sessions.list(userId);
      const items = sessions.map((session) => shownSession(session, sessionId));
      const page: Page<SessionItem> = { items, nextCursor: null, total: items.length, totalIsEstimate: false };
      return c.json(page);
    })
    .delete('/sessions/:id', async (c) => {
      const { userId } = c.get('principal');
      const wasThere = userId !== undefined && (await auth.sessions.end(userId, c.req.param('id')));
      if (!wasThere) throw new ApiError('RESOURCE_DOES_NOT_EXIST', 'there is no such session');
      return c.body(null, 204);
    });
}

/** Leaves a session that was just opened in the browser. */
export function keepSession(c: Context<AppEnv>, auth: Auth, secret: string): void {
  c.header('Set-Cookie', setSessionCookie(secret, auth.sessions.life.maxMs, c.get('client')));
}

/** Who the new session makes somebody, which they were not when the request came in. */
async function stateOf(c: Context<AppEnv>, auth: Auth, secret: string): Promise<AuthState> {
  const principal = await auth.principalOf(secret);
  if (principal !== undefined) c.set('principal', principal);
  return authState(auth, principal);
}
