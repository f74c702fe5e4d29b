import { ApiError } from '../errors.ts';
import { EVERY_RESOURCE } from '../storage/tracking/permissions/permission.ts';
import type { PermissionStore } from '../storage/tracking/permissions/permission-store.ts';
import type { ModelHistoryStore } from '../storage/tracking/registry/model-history-store.ts';
import type { ModelVersionStore } from '../storage/tracking/registry/model-version-store.ts';
import type { RegisteredModelStore } from '../storage/tracking/registry/registered-model-store.ts';
import { currentAccess } from './access-context.ts';
import { allowedIn } from './allowed-in.ts';
import { requireCreation, requireModel } from './require-access.ts';
import { may } from './rights.ts';

/** The registered models and prompts that whoever asks may see. Who makes one may do everything with it. */
export function seenRegisteredModels(models: RegisteredModelStore, permissions: PermissionStore): RegisteredModelStore {
  const kind = 'registered_model';
  return {
    async create(workspaceId, model) {
      requireCreation('registered models and prompts');
      checkNewName(model.name);
      const made = await models.create(workspaceId, model);
      // Names come again: nobody inherits what was allowed with an older one.
      await permissions.forget(workspaceId, { kind, resource: model.name });
      const { creatorId: userId } = currentAccess();
      if (userId !== undefined) {
        await permissions.grant(workspaceId, { userId, kind, resource: model.name, permission: 'MANAGE' });
      }
      return made;
    },
    async get(workspaceId, name) {
      requireModel('read', name);
      return models.get(workspaceId, name);
    },
    async update(workspaceId, name, description) {
      requireModel('edit', name);
      return models.update(workspaceId, name, description);
    },
    async rename(workspaceId, name, newName) {
      requireModel('edit', name);
      checkNewName(newName);
      const renamed = await models.rename(workspaceId, name, newName);
      await permissions.rename(workspaceId, { kind, resource: name }, newName);
      return renamed;
    },
    async delete(workspaceId, name) {
      requireModel('delete', name);
      await models.delete(workspaceId, name);
      await permissions.forget(workspaceId, { kind, resource: name });
    },
    search: (workspaceId, search) =>
      allowedIn({
        limit: search.limit,
        after: search.after,
        rights: currentAccess().models,
        isAllowed: ({ name }) => may(currentAccess().models, 'read', name),
        fetch: (limit, after) => models.search(workspaceId, { ...search, limit, after }),
      }),
    async setTag(workspaceId, name, key, value) {
      requireModel('edit', name);
      await models.setTag(workspaceId, name, key, value);
    },
    async deleteTag(workspaceId, name, key) {
      requireModel('edit', name);
      await models.deleteTag(workspaceId, name, key);
    },
    async setAlias(workspaceId, name, alias, version, by) {
      requireModel('edit', name);
      await models.setAlias(workspaceId, name, alias, version, by);
    },
    async deleteAlias(workspaceId, name, alias, by) {
      requireModel('edit', name);
      await models.deleteAlias(workspaceId, name, alias, by);
    },
  };
}

/** Who makes a model gets MANAGE on its name, which must not be that of all of them. */
function checkNewName(name: string): void {
  if (name !== EVERY_RESOURCE) return;
  throw new ApiError(
    'INVALID_PARAMETER_VALUE',
    `Invalid model name '${name}'. In permissions it stands for every model.`,
  );
}

/** The versions of those. */
export function seenModelVersions(versions: ModelVersionStore): ModelVersionStore {
  return {
    async create(workspaceId, version, by) {
      requireModel('edit', version.name);
      return versions.create(workspaceId, version, by);
    },
    async get(workspaceId, name, version) {
      requireModel('read', name);
      return versions.get(workspaceId, name, version);
    },
    async getByAlias(workspaceId, name, alias) {
      requireModel('read', name);
      return versions.getByAlias(workspaceId, name, alias);
    },
    async latest(workspaceId, name, stages) {
      requireModel('read', name);
      return versions.latest(workspaceId, name, stages);
    },
    async update(workspaceId, name, version, description) {
      requireModel('edit', name);
      return versions.update(workspaceId, name, version, description);
    },
    async transition(workspaceId, name, ...given) {
      requireModel('edit', name);
      return versions.transition(workspaceId, name, ...given);
    },
    async delete(workspaceId, name, version, by) {
      requireModel('delete', name);
      await versions.delete(workspaceId, name, version, by);
    },
    search: (workspaceId, search) =>
      allowedIn({
        limit: search.limit,
        after: search.after,
        rights: currentAccess().models,
        isAllowed: ({ name }) => may(currentAccess().models, 'read', name),
        fetch: (limit, after) => versions.search(workspaceId, { ...search, limit, after }),
      }),
    async setTag(workspaceId, name, version, key, value) {
      requireModel('edit', name);
      await versions.setTag(workspaceId, name, version, key, value);
    },
    async deleteTag(workspaceId, name, version, key) {
      requireModel('edit', name);
      await versions.deleteTag(workspaceId, name, version, key);
    },
  };
}

/** What happened to them. */
export function seenModelHistory(history: ModelHistoryStore): ModelHistoryStore {
  return {
    async list(workspaceId, name, query) {
      requireModel('read', name);
      return history.list(workspaceId, name, query);
    },
    async count(workspaceId, name, version) {
      requireModel('read', name);
      return history.count(workspaceId, name, version);
    },
  };
}
