import type { Page, PermissionBody, PermissionItem, ThingPermissions } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AccessCache } from '../../access/access-cache.ts';
import type { AppEnv } from '../../app-env.ts';
import type { Accounts } from '../../auth/accounts.ts';
import { whoMay } from '../../auth/who-may.ts';
import { PERMISSIONS, type Permission } from '../../storage/tracking/permissions/permission.ts';
import type { PermissionStore, Resource } from '../../storage/tracking/permissions/permission-store.ts';
import type { TrackingStores } from '../../storage/tracking/tracking-stores.ts';
import { isAdministrator, requireManager } from '../mlflow/permission-resource.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';
import { parseQuery } from './query-parameters.ts';

const MAX_BODY_BYTES = 16 * 1_024;

const name = v.pipe(v.string(), v.nonEmpty('must not be empty'));
const Thing = v.object({ kind: v.picklist(['experiment', 'registered_model']), of: name });
const Given = v.object({
  ...Thing.entries,
  user: name,
  permission: v.nullable(v.picklist(PERMISSIONS)),
  seen: v.exactOptional(v.nullable(v.picklist(PERMISSIONS))),
}) satisfies v.GenericSchema<PermissionBody>;

export interface PermissionDeps {
  readonly accounts: Accounts;
  /** Tells the cache of what is changed through it. */
  readonly permissions: PermissionStore;
  readonly access: Pick<AccessCache, 'given'>;
  /** As whoever asks may see them. */
  readonly stores: Pick<TrackingStores, 'experiments' | 'registeredModels'>;
}

/** `/api/v1/permissions`: what single users may do with single experiments, registered models and prompts. */
export function permissionRoutes({ accounts, permissions, access, stores }: PermissionDeps): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const grants = await permissions.list(c.get('principal').workspaceId);
      const ids = [...new Set(grants.map(({ userId }) => userId))];
      const users = new Map(
        (await Promise.all(ids.map((id) => accounts.users.get(id)))).map((user) => [user?.id, user]),
      );
      const items = grants.flatMap(({ userId, kind, resource, permission }): PermissionItem[] => {
        const user = users.get(userId);
        return user ? [{ kind, of: resource, user: user.name, displayName: user.displayName, permission }] : [];
      });
      items.sort(byThingAndName);
      const page: Page<PermissionItem> = { items, nextCursor: null, total: items.length, totalIsEstimate: false };
      return c.json(page);
    })
    .get('/on', async (c) => {
      const principal = c.get('principal');
      const resource = resourceOf(parseQuery(Thing, c.req.query()));
      await requireManager(resource, { stores, principal });
      const deps = { accounts, permissions, access };
      const items = await whoMay(principal.workspaceId, resource, isAdministrator(principal), deps);
      const answer: ThingPermissions = { items };
      return c.json(answer);
    })
    .put('/', limitBody(MAX_BODY_BYTES), async (c) => {
      const principal = c.get('principal');
      const { workspaceId } = principal;
      const { permission, seen, user, ...thing } = await jsonBody(c, Given);
      const resource = resourceOf(thing);
      c.set('auditObject', auditedAs(resource, user, permission));
      await requireManager(resource, { stores, principal });
      const of = { userId: (await accounts.requireByName(user)).id, ...resource };
      if (permission === null) await permissions.revoke(workspaceId, of, seen);
      else await permissions.grant(workspaceId, { ...of, permission }, seen);
      return c.body(null, 204);
    });
}

function byThingAndName(a: PermissionItem, b: PermissionItem): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  if (a.of !== b.of) return a.of < b.of ? -1 : 1;
  return a.user < b.user ? -1 : 1;
}

function resourceOf({ kind, of }: Pick<PermissionBody, 'kind' | 'of'>): Resource {
  return { kind, resource: of };
}

function auditedAs({ kind, resource }: Resource, user: string, permission: Permission | null): string {
  const thing = `${kind === 'experiment' ? 'experiments' : 'registered-models'}/${resource}`;
  return `${thing}: ${permission ?? 'no permission'} of ${user}`;
}
