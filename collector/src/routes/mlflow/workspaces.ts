import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { DEFAULT_WORKSPACE_ID } from '../../authorize.ts';
import { ApiError } from '../../errors.ts';
import { noWorkspace } from '../../storage/tracking/workspaces/sql-workspace-store.ts';
import type { Workspace } from '../../storage/tracking/workspaces/workspace-store.ts';
import { enteredBy } from '../../workspaces/entered-by.ts';
import type { WorkspaceDeps } from '../api/workspaces.ts';
import { parseRequest } from './endpoint.ts';
import { bodyFields } from './given-fields.ts';
import { requiredText, text } from './request-fields.ts';

const New = v.object({ name: requiredText, description: v.optional(text), default_artifact_root: v.optional(text) });
const Change = v.object({ description: v.optional(text), default_artifact_root: v.optional(text) });

export interface MlflowWorkspaceDeps extends WorkspaceDeps {
  /** Whether anything was ever made in a workspace. */
  readonly isInUse: (workspaceId: string) => Promise<boolean>;
}

/**
 * `3.0/mlflow/workspaces`, as MLflow's clients ask for them. A workspace that is deleted here is archived, and only where
 * nothing is in it; where artifacts go is the installation's to say.
 */
export function mlflowWorkspaceRoutes({ directory, memberships, isInUse }: MlflowWorkspaceDeps): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  for (const base of ['/api', '/ajax-api']) {
    const path = `${base}/3.0/mlflow/workspaces`;
    routes.get(path, async (c) => {
      const entered = await enteredBy(c.get('principal'), await directory.list(), memberships);
      return c.json({ workspaces: entered.filter(({ state }) => state === 'active').map(workspaceJson) });
    });
    routes.post(path, async (c) => {
      const { name, description = '', default_artifact_root: root } = parseRequest(New, await bodyFields(c));
      if (name === DEFAULT_WORKSPACE_ID) {
        throw new ApiError('INVALID_PARAMETER_VALUE', `The '${name}' workspace is reserved and cannot be created`);
      }
      refuseRoot(root);
      c.set('auditObject', `workspaces/${name}`);
      return c.json({ workspace: workspaceJson(await directory.create({ id: name, name: '', description })) }, 201);
    });
    routes.get(`${path}/:workspace_name`, async (c) => {
      const id = c.req.param('workspace_name');
      const entered = await enteredBy(c.get('principal'), await directory.list(), memberships);
      const found = entered.find((workspace) => workspace.id === id && workspace.state === 'active');
      if (found === undefined) throw noWorkspace(id);
      return c.json({ workspace: workspaceJson(found) });
    });
    routes.patch(`${path}/:workspace_name`, async (c) => {
      const id = c.req.param('workspace_name');
      const { description, default_artifact_root: root } = parseRequest(Change, await bodyFields(c));
      refuseRoot(root);
      if (description === undefined) {
        throw new ApiError('INVALID_PARAMETER_VALUE', 'Workspace update must have at least one key');
      }
      if (!(await directory.isActive(id))) throw noWorkspace(id);
      return c.json({ workspace: workspaceJson(await directory.change(id, { description })) });
    });
    routes.delete(`${path}/:workspace_name`, async (c) => {
      const id = c.req.param('workspace_name');
      if (id === DEFAULT_WORKSPACE_ID) {
        throw new ApiError('INVALID_PARAMETER_VALUE', `The '${id}' workspace is reserved and cannot be deleted`);
      }
      if (!(await directory.isActive(id))) throw noWorkspace(id);
      const mode = c.req.query('mode') ?? 'RESTRICT';
      if (mode !== 'RESTRICT') {
        throw new ApiError('NOT_IMPLEMENTED', `Tracewright does not delete with mode ${mode}: archive the workspace`);
      }
      // MLflow's own code for it has a status at which its clients ask again.
      if (await isInUse(id)) {
        throw new ApiError(
          'RESOURCE_CONFLICT',
          `Workspace '${id}' is not empty: archive it, or delete what is in it first.`,
        );
      }
      await directory.change(id, { state: 'archived' });
      return c.body(null, 204);
    });
  }
  return routes;
}

/** Every workspace's files lie apart under the one root that the collector was started with. */
function refuseRoot(root: string | undefined): void {
  if (!root) return;
  throw new ApiError('INVALID_PARAMETER_VALUE', 'default_artifact_root: where artifacts go is set for all workspaces');
}

function workspaceJson({ id, description }: Workspace): object {
  return { name: id, ...(description !== '' && { description }) };
}
