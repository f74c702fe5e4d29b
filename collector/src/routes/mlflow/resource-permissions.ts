import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import type { ResourceKind } from '../../storage/tracking/permissions/permission.ts';
import type { Grant } from '../../storage/tracking/permissions/permission-store.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { parsePermission, requireManager } from './permission-resource.ts';
import { requiredText } from './request-fields.ts';
import type { MlflowUserDeps } from './user-deps.ts';

/** How one kind of thing is named in requests and answers. */
interface Kind {
  readonly kind: ResourceKind;
  readonly path: string;
  /** Field that names the thing. */
  readonly field: 'experiment_id' | 'name';
  /** Field of the answer. */
  readonly answer: string;
}

const KINDS: readonly Kind[] = [
  { kind: 'experiment', path: 'experiments', field: 'experiment_id', answer: 'experiment_permission' },
  { kind: 'registered_model', path: 'registered-models', field: 'name', answer: 'registered_model_permission' },
];

/** `experiments/permissions/*` and `registered-models/permissions/*`, as MLflow's clients before 3.17 ask for them. */
export function resourcePermissionEndpoints(deps: MlflowUserDeps): readonly Endpoint[] {
  return KINDS.flatMap((kind) => endpointsOf(kind, deps));
}

function endpointsOf({ kind, path, field, answer }: Kind, { auth, permissions }: MlflowUserDeps): readonly Endpoint[] {
  const base = `2.0/mlflow/${path}/permissions`;
  const On = v.object({ [field]: requiredText, username: requiredText });
  const Given = v.object({ ...On.entries, permission: requiredText });
  const read = (request: Readonly<Record<string, string>>) => ({
    resource: { kind, resource: request[field]! },
    username: request.username!,
  });
  const userIdOf = async (name: string): Promise<string> => (await auth.accounts.requireByName(name)).id;
  const grantJson = ({ userId, resource, permission }: Grant): object => ({
    [answer]: { [field]: resource, user_id: userId, permission },
  });
  return [
    endpoint('POST', `${base}/create`, Given, async (request, context) => {
      const { resource, username } = read(request);
      const permission = parsePermission(request.permission!);
      await requireManager(resource, context);
      const grant = { userId: await userIdOf(username), ...resource, permission };
      await permissions.add(context.principal.workspaceId, grant);
      return grantJson(grant);
    }),
    endpoint('GET', `${base}/get`, On, async (request, context) => {
      const { resource, username } = read(request);
      await requireManager(resource, context);
      const on = { userId: await userIdOf(username), ...resource };
      const permission = await permissions.get(context.principal.workspaceId, on);
      if (permission === undefined) throw noPermission(resource.resource, username);
      return grantJson({ ...on, permission });
    }),
    endpoint('PATCH', `${base}/update`, Given, async (request, context) => {
      const { resource, username } = read(request);
      const permission = parsePermission(request.permission!);
      await requireManager(resource, context);
      const { workspaceId } = context.principal;
      const on = { userId: await userIdOf(username), ...resource };
      if ((await permissions.get(workspaceId, on)) === undefined) throw noPermission(resource.resource, username);
      await permissions.grant(workspaceId, { ...on, permission });
      return {};
    }),
    endpoint('DELETE', `${base}/delete`, On, async (request, context) => {
      const { resource, username } = read(request);
      await requireManager(resource, context);
      const on = { userId: await userIdOf(username), ...resource };
      if (!(await permissions.revoke(context.principal.workspaceId, on))) {
        throw noPermission(resource.resource, username);
      }
      return {};
    }),
  ];
}

function noPermission(resource: string, username: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `${username} has no permission of their own on ${resource}`);
}
