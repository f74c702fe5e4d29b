import type { NewUserBody, Page, UserChangeBody, UserItem } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import type { Auth } from '../../auth/auth.ts';
import { changeUser, createUser, deleteUser } from '../../auth/manage-users.ts';
import { shownUser } from '../../auth/shown.ts';
import { ApiError } from '../../errors.ts';
import type { User } from '../../storage/tracking/auth/user-store.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';
import { limitParameter, parseQuery, shortText } from './query-parameters.ts';

const MAX_BODY_BYTES = 16 * 1_024;

const text = v.pipe(v.string(), v.maxLength(256, 'at most 256 characters'));
const New = v.object({
  name: v.string(),
  password: v.exactOptional(v.string()),
  displayName: v.exactOptional(text),
  isAdmin: v.exactOptional(v.boolean()),
}) satisfies v.GenericSchema<NewUserBody>;
const Change = v.object({
  displayName: v.exactOptional(text),
  password: v.exactOptional(v.string()),
  isAdmin: v.exactOptional(v.boolean()),
  isDisabled: v.exactOptional(v.boolean()),
}) satisfies v.GenericSchema<UserChangeBody>;
const Query = v.object({ cursor: v.optional(shortText), limit: limitParameter(100, 1_000) });

/** `/api/v1/users`: everybody who may sign in, for administrators of the installation. */
export function userRoutes(auth: Auth): Hono<AppEnv> {
  const { users, memberships } = auth.accounts;
  const limit = limitBody(MAX_BODY_BYTES);
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const query = parseQuery(Query, c.req.query());
      const found = await users.list(query.limit + 1, query.cursor);
      const shown = found.slice(0, query.limit);
      const of = await memberships.ofAll(shown.map(({ id }) => id));
      const page: Page<UserItem> = {
        items: shown.map((user) => shownUser(user, of.get(user.id) ?? [])),
        nextCursor: found.length > shown.length ? (shown.at(-1)?.name ?? null) : null,
        total: await users.count(),
        totalIsEstimate: false,
      };
      return c.json(page);
    })
    .post('/', limit, async (c) => {
      const body = await jsonBody(c, New);
      const user = await createUser(auth, { ...body, password: body.password });
      c.set('auditObject', `users/${user.id}`);
      return c.json(await shown(user), 201);
    })
    .get('/:id', async (c) => {
      const user = await users.get(c.req.param('id'));
      if (user === undefined) throw new ApiError('RESOURCE_DOES_NOT_EXIST', 'there is no such user');
      return c.json(await shown(user));
    })
    .patch('/:id', limit, async (c) => {
      const change = await jsonBody(c, Change);
      const { sessionId, userId } = c.get('principal');
      const id = c.req.param('id');
      return c.json(await shown(await changeUser(auth, id, change, id === userId ? sessionId : undefined)));
    })
    .delete('/:id', async (c) => {
      await deleteUser(auth, c.req.param('id'));
      return c.body(null, 204);
    });

  async function shown(user: User): Promise<UserItem> {
    return shownUser(user, await memberships.of(user.id));
  }
}
