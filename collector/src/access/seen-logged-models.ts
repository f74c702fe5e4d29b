import type { LoggedModelStore } from '../storage/tracking/logged-models/logged-model-store.ts';
import { mayRead, requireExperiment } from './require-access.ts';
import { noLoggedModel, type RunOwners } from './run-owners.ts';

/** The logged models that whoever asks may see. */
export function seenLoggedModels(models: LoggedModelStore, owners: RunOwners): LoggedModelStore {
  return {
    async create(workspaceId, model) {
      requireExperiment('edit', model.experimentId);
      return models.create(workspaceId, model);
    },
    async get(workspaceId, id, allowsDeleted) {
      const model = await models.get(workspaceId, id, allowsDeleted);
      requireExperiment('read', model.experimentId, () => noLoggedModel(id));
      return model;
    },
    async finalize(workspaceId, id, status) {
      await owners.requireModel('edit', workspaceId, id);
      return models.finalize(workspaceId, id, status);
    },
    async delete(workspaceId, id) {
      await owners.requireModel('delete', workspaceId, id);
      await models.delete(workspaceId, id);
    },
    async addParams(workspaceId, id, params) {
      await owners.requireModel('edit', workspaceId, id);
      await models.addParams(workspaceId, id, params);
    },
    async setTags(workspaceId, id, tags) {
      await owners.requireModel('edit', workspaceId, id);
      await models.setTags(workspaceId, id, tags);
    },
    async deleteTag(workspaceId, id, key) {
      await owners.requireModel('edit', workspaceId, id);
      await models.deleteTag(workspaceId, id, key);
    },
    // What was made from a model is noted there by us, not by whoever made it.
    async noteVersion(workspaceId, id, version) {
      await owners.requireModel('read', workspaceId, id);
      await models.noteVersion(workspaceId, id, version);
    },
    async addMetrics(workspaceId, metrics) {
      const allowed = await owners.modelsFor(
        'edit',
        workspaceId,
        metrics.map(({ modelId }) => modelId),
      );
      await models.addMetrics(
        workspaceId,
        metrics.filter(({ modelId }) => allowed.has(modelId)),
      );
    },
    search: (workspaceId, search) =>
      models.search(workspaceId, { ...search, experimentIds: search.experimentIds.filter(mayRead) }),
  };
}
