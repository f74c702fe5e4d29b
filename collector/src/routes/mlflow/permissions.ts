import { ROLE_SCOPES } from '@tracewright/schema';
import * as v from 'valibot';
import { type Level, permissionOfLevel } from '../../access/level.ts';
import { levelOf } from '../../access/rights.ts';
import type { Principal } from '../../authorize.ts';
import { ApiError } from '../../errors.ts';
import type { User } from '../../storage/tracking/auth/user-store.ts';
import type { Grant, Resource } from '../../storage/tracking/permissions/permission-store.ts';
import { type Endpoint, endpoint, type MlflowContext } from './endpoint.ts';
import { isAdministrator, parsePermission, parseResource, requireManager } from './permission-resource.ts';
import { requiredText } from './request-fields.ts';
import type { MlflowUserDeps } from './user-deps.ts';

const BASE = '3.0/mlflow/users';
const On = v.object({ username: requiredText, resource_type: requiredText, resource_id: requiredText });
const Given = v.object({ ...On.entries, permission: requiredText });

/** What single users may do with single things, as MLflow's clients since 3.17 say it. */
export function permissionEndpoints({ auth, permissions, access }: MlflowUserDeps): readonly Endpoint[] {
  const { accounts } = auth;
  return [
    endpoint('POST', `${BASE}/permissions/grant`, Given, async (request, context) => {
      const resource = parseResource(request.resource_type, request.resource_id);
      const permission = parsePermission(request.permission);
      await requireManager(resource, context);
      const { id: userId } = await accounts.requireByName(request.username);
      await permissions.grant(context.principal.workspaceId, { userId, ...resource, permission });
      return {};
    }),
    endpoint('POST', `${BASE}/permissions/revoke`, On, async (request, context) => {
      const resource = parseResource(request.resource_type, request.resource_id);
      await requireManager(resource, context);
      const { id: userId } = await accounts.requireByName(request.username);
      if (await permissions.revoke(context.principal.workspaceId, { userId, ...resource })) return {};
      throw new ApiError(
        'RESOURCE_DOES_NOT_EXIST',
        `${request.username} has no permission of their own on ${request.resource_type} ${request.resource_id}`,
      );
    }),
    endpoint('GET', `${BASE}/permissions/get`, On, async (request, context) => {
      const resource = parseResource(request.resource_type, request.resource_id);
      const user = await readable(request.username, context.principal);
      const level = await levelOn(user, resource, context);
      return { allowed: level !== 'none' && level !== 'read', permission: permissionOfLevel(level) };
    }),
    endpoint('GET', `${BASE}/permissions/list`, v.object({ username: requiredText }), async (request, { principal }) =>
      listed(await readable(request.username, principal), principal),
    ),
    endpoint('GET', `${BASE}/current/permissions`, v.object({}), async (_, { principal }) => {
      const user = principal.userId === undefined ? undefined : await accounts.users.get(principal.userId);
      return user === undefined ? { is_admin: principal.isAdmin === true, permissions: [] } : listed(user, principal);
    }),
  ];

  /** Somebody whom the one who asks may know that much of. @throws ApiError `PERMISSION_DENIED` */
  async function readable(name: string, principal: Principal): Promise<User> {
    const user = await accounts.users.getByName(name);
    if (user !== undefined && user.id === principal.userId) return user;
    if (isAdministrator(principal)) return user ?? accounts.requireByName(name);
    throw new ApiError('PERMISSION_DENIED', 'this is for the user, and for administrators');
  }

  async function listed(user: User, { workspaceId }: Principal): Promise<object> {
    const grants = await permissions.ofUser(workspaceId, user.id);
    return { is_admin: user.isAdmin, permissions: grants.map((grant) => grantJson(grant, workspaceId)) };
  }

  /** The same as what is asked of each of their requests. */
  async function levelOn(
    user: User,
    { kind, resource }: Resource,
    { stores, principal }: MlflowContext,
  ): Promise<Level> {
    const { workspaceId } = principal;
    if (kind === 'experiment' && (await stores.experiments.getById(workspaceId, resource)) === undefined) return 'none';
    const membership = (await accounts.memberships.of(user.id)).find((each) => each.workspaceId === workspaceId);
    if (user.isDisabled || (membership === undefined && !user.isAdmin)) return 'none';
    const scopes = user.isAdmin ? ROLE_SCOPES.admin : ROLE_SCOPES[membership!.role];
    const { id: userId, name: subject, isAdmin } = user;
    const { experiments, models } = await access.readNow({
      workspaceId,
      userId,
      subject,
      isAdmin,
      scopes,
      via: 'basic',
    });
    return levelOf(kind === 'experiment' ? experiments : models, resource);
  }
}

function grantJson({ kind, resource, permission }: Grant, workspaceId: string): object {
  return { workspace: workspaceId, resource_type: kind, resource_pattern: resource, permission };
}
