import type { MemberBody, MemberItem, Page } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import type { Accounts } from '../../auth/accounts.ts';
import { ApiError } from '../../errors.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';

const MAX_BODY_BYTES = 1_024;

const role = v.picklist(['viewer', 'editor', 'admin']);
const Body = v.object({ role, seen: v.exactOptional(v.nullable(role)) }) satisfies v.GenericSchema<MemberBody>;

/** `/api/v1/members`: who may do what in the workspace. Users are named, since who they all are is not told here. */
export function memberRoutes(accounts: Accounts): Hono<AppEnv> {
  const { memberships } = accounts;
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const items = await memberships.list(c.get('principal').workspaceId);
      const page: Page<MemberItem> = { items, nextCursor: null, total: items.length, totalIsEstimate: false };
      return c.json(page);
    })
    .put('/:name', limitBody(MAX_BODY_BYTES), async (c) => {
      const { workspaceId } = c.get('principal');
      const { role, seen } = await jsonBody(c, Body);
      const { id: userId, name, displayName, isAdmin, isDisabled } = await accounts.requireByName(c.req.param('name'));
      await memberships.put(workspaceId, userId, role, seen);
      accounts.changed(userId);
      const item: MemberItem = { userId, name, displayName, role, isAdmin, isDisabled };
      return c.json(item);
    })
    .delete('/:name', async (c) => {
      const { workspaceId } = c.get('principal');
      const user = await accounts.users.getByName(c.req.param('name'));
      const wasThere = user !== undefined && (await memberships.remove(workspaceId, user.id));
      if (!wasThere) throw new ApiError('RESOURCE_DOES_NOT_EXIST', 'there is no such member');
      accounts.changed(user.id);
      return c.body(null, 204);
    });
}
