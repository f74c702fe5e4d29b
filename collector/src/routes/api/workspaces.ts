import type { NewWorkspaceBody, Page, WorkspaceChangeBody, WorkspaceItem } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import type { MembershipStore } from '../../storage/tracking/auth/membership-store.ts';
import { noWorkspace } from '../../storage/tracking/workspaces/sql-workspace-store.ts';
import type { Workspace } from '../../storage/tracking/workspaces/workspace-store.ts';
import { enteredBy } from '../../workspaces/entered-by.ts';
import type { WorkspaceDirectory } from '../../workspaces/workspace-directory.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';

const MAX_BODY_BYTES = 64 * 1_024;

const New = v.object({
  id: v.string(),
  name: v.exactOptional(v.string()),
  description: v.exactOptional(v.string()),
}) satisfies v.GenericSchema<NewWorkspaceBody>;

const Change = v.object({
  name: v.exactOptional(v.string()),
  description: v.exactOptional(v.string()),
  state: v.exactOptional(v.picklist(['active', 'archived'])),
}) satisfies v.GenericSchema<WorkspaceChangeBody>;

export interface WorkspaceDeps {
  readonly directory: WorkspaceDirectory;
  readonly memberships: Pick<MembershipStore, 'of'>;
}

/** `/api/v1/workspaces`: the teams of an installation. Who is in one is asked of `/api/v1/members`. */
export function workspaceRoutes({ directory, memberships }: WorkspaceDeps): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const items = (await enteredBy(c.get('principal'), await directory.list(), memberships)).map(workspaceItem);
      const page: Page<WorkspaceItem> = { items, nextCursor: null, total: items.length, totalIsEstimate: false };
      return c.json(page);
    })
    .get('/:id', async (c) => {
      const id = c.req.param('id');
      const entered = await enteredBy(c.get('principal'), await directory.list(), memberships);
      const found = entered.find((workspace) => workspace.id === id);
      if (found === undefined) throw noWorkspace(id);
      return c.json(workspaceItem(found));
    })
    .post('/', limitBody(MAX_BODY_BYTES), async (c) => {
      const { id, name = '', description = '' } = await jsonBody(c, New);
      c.set('auditObject', `workspaces/${id}`);
      return c.json(workspaceItem(await directory.create({ id, name, description })), 201);
    })
    .patch('/:id', limitBody(MAX_BODY_BYTES), async (c) => {
      const change = await jsonBody(c, Change);
      return c.json(workspaceItem(await directory.change(c.req.param('id'), change)));
    });
}

function workspaceItem({ createdMs, updatedMs, ...workspace }: Workspace): WorkspaceItem {
  return { ...workspace, createdNs: nsOf(createdMs), updatedNs: nsOf(updatedMs) };
}

function nsOf(ms: number): string {
  return String(BigInt(Math.round(ms)) * 1_000_000n);
}
