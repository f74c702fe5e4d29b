import { ApiError } from '../errors.ts';
import { blobPathOf } from '../routes/mlflow/artifact-uri.ts';
import type { ExperimentStore } from '../storage/tracking/experiments/experiment-store.ts';
import type { PermissionStore } from '../storage/tracking/permissions/permission-store.ts';
import { currentAccess } from './access-context.ts';
import { allowedIn } from './allowed-in.ts';
import { mayRead, requireCreation, requireExperiment } from './require-access.ts';
import { may, mayAll } from './rights.ts';

/** The experiments that whoever asks may see. Who makes one may do everything with it. */
export function seenExperiments(experiments: ExperimentStore, permissions: PermissionStore): ExperimentStore {
  const give = async (workspaceId: string, id: string): Promise<void> => {
    const { creatorId: userId } = currentAccess();
    if (userId === undefined) return;
    await permissions.grant(workspaceId, { userId, kind: 'experiment', resource: id, permission: 'MANAGE' });
  };
  return {
    async resolve(workspaceId, name) {
      const access = currentAccess();
      if (access.isFull) return experiments.resolve(workspaceId, name);
      const known = await experiments.getByName(workspaceId, name);
      if (known === undefined) {
        requireCreation(`the experiment ${name}`);
        const id = await experiments.resolve(workspaceId, name);
        await give(workspaceId, id);
        return id;
      }
      // The name is that of the request: it is told no more than that it cannot be used.
      if (!may(access.experiments, 'edit', known.id)) {
        throw new ApiError('PERMISSION_DENIED', `you may not write to the experiment ${name}`);
      }
      return known.id;
    },
    async create(workspaceId, experiment) {
      requireCreation('experiments');
      // Whose place a file lies in says who may see it.
      if (!currentAccess().isFull && blobPathOf(experiment.artifactLocation ?? '') !== undefined) {
        throw new ApiError('PERMISSION_DENIED', 'administrators alone choose where artifacts lie in the collector');
      }
      const id = await experiments.create(workspaceId, experiment);
      await give(workspaceId, id);
      return id;
    },
    async getByName(workspaceId, name) {
      const found = await experiments.getByName(workspaceId, name);
      return found !== undefined && mayRead(found.id) ? found : undefined;
    },
    getById: async (workspaceId, id) => (mayRead(id) ? experiments.getById(workspaceId, id) : undefined),
    async list(workspaceId) {
      const all = await experiments.list(workspaceId);
      return mayAll(currentAccess().experiments, 'read') ? all : all.filter(({ id }) => mayRead(id));
    },
    search: (workspaceId, query) =>
      allowedIn({
        limit: query.limit,
        after: query.after,
        rights: currentAccess().experiments,
        isAllowed: ({ id }) => mayRead(id),
        fetch: (limit, after) => experiments.search(workspaceId, { ...query, limit, ...(after && { after }) }),
      }),
    async rename(workspaceId, id, name) {
      requireExperiment('edit', id);
      await experiments.rename(workspaceId, id, name);
    },
    async setLifecycle(workspaceId, id, lifecycle) {
      requireExperiment('delete', id);
      await experiments.setLifecycle(workspaceId, id, lifecycle);
    },
    async setTag(workspaceId, id, key, value) {
      requireExperiment('edit', id);
      await experiments.setTag(workspaceId, id, key, value);
    },
    async deleteTag(workspaceId, id, key) {
      requireExperiment('edit', id);
      await experiments.deleteTag(workspaceId, id, key);
    },
  };
}
