import type { Dataset, DatasetStore } from '../storage/tracking/datasets/dataset-store.ts';
import type { DatasetVersionStore } from '../storage/tracking/datasets/dataset-version-store.ts';
import { currentAccess } from './access-context.ts';
import { allowedIn } from './allowed-in.ts';
import { checkDataset, mayWithDataset, requireDataset, withSeenExperiments } from './dataset-rights.ts';
import type { Action } from './level.ts';
import { mayRead, requireCreation, requireExperiment } from './require-access.ts';
import { mayAll } from './rights.ts';

/** The datasets that whoever asks may see. */
export function seenDatasets(datasets: DatasetStore): DatasetStore {
  const require = (action: Action, workspaceId: string, id: string) =>
    requireDataset(action, datasets, workspaceId, id);
  return {
    async create(workspaceId, dataset) {
      if (dataset.experimentIds.length === 0) requireCreation('datasets');
      for (const id of dataset.experimentIds) requireExperiment('edit', id);
      return datasets.create(workspaceId, dataset);
    },
    async get(workspaceId, id) {
      const dataset = await datasets.get(workspaceId, id);
      checkDataset('read', dataset);
      return withSeenExperiments(dataset);
    },
    async delete(workspaceId, id) {
      await require('delete', workspaceId, id);
      await datasets.delete(workspaceId, id);
    },
    async search(workspaceId, experimentIds, search) {
      const allowed = experimentIds.filter(mayRead);
      // None of those that were asked for may be seen, and no list of them means all.
      if (experimentIds.length > 0 && allowed.length === 0) return { items: [], next: undefined };
      const page = await allowedIn<Dataset>({
        limit: search.limit,
        after: search.after,
        rights: currentAccess().experiments,
        isAllowed: (dataset) => mayWithDataset('read', dataset),
        fetch: (limit, after) => datasets.search(workspaceId, allowed, { ...search, limit, after }),
      });
      return { ...page, items: page.items.map(withSeenExperiments) };
    },
    async setTags(workspaceId, id, tags) {
      await require('edit', workspaceId, id);
      await datasets.setTags(workspaceId, id, tags);
    },
    async deleteTag(workspaceId, id, key) {
      await require('edit', workspaceId, id);
      await datasets.deleteTag(workspaceId, id, key);
    },
    async addExperiments(workspaceId, id, experimentIds) {
      await require('edit', workspaceId, id);
      for (const each of experimentIds) requireExperiment('edit', each);
      return withSeenExperiments(await datasets.addExperiments(workspaceId, id, experimentIds));
    },
    async removeExperiments(workspaceId, id, experimentIds) {
      await require('edit', workspaceId, id);
      for (const each of experimentIds) requireExperiment('edit', each);
      return withSeenExperiments(await datasets.removeExperiments(workspaceId, id, experimentIds));
    },
    async putRecords(workspaceId, id, records) {
      await require('edit', workspaceId, id);
      return datasets.putRecords(workspaceId, id, records);
    },
    async records(workspaceId, id, limit, after) {
      await require('read', workspaceId, id);
      return datasets.records(workspaceId, id, limit, after);
    },
    async deleteRecords(workspaceId, id, recordIds) {
      await require('edit', workspaceId, id);
      return datasets.deleteRecords(workspaceId, id, recordIds);
    },
  };
}

/** The versions of those. */
export function seenDatasetVersions(versions: DatasetVersionStore, datasets: DatasetStore): DatasetVersionStore {
  const require = (action: Action, workspaceId: string, id: string) =>
    requireDataset(action, datasets, workspaceId, id);
  return {
    async make(workspaceId, id, change) {
      await require('edit', workspaceId, id);
      return versions.make(workspaceId, id, change);
    },
    async list(workspaceId, id, limit, before) {
      await require('read', workspaceId, id);
      return versions.list(workspaceId, id, limit, before);
    },
    async get(workspaceId, id, version) {
      await require('read', workspaceId, id);
      return versions.get(workspaceId, id, version);
    },
    withLatest: async (workspaceId, given) => {
      // By what the store has of them: those at hand may have lost experiments on the way.
      for (const { id } of given) await require('read', workspaceId, id);
      return versions.withLatest(workspaceId, given);
    },
    async records(workspaceId, id, ...part) {
      await require('read', workspaceId, id);
      return versions.records(workspaceId, id, ...part);
    },
    async marks(workspaceId, id, version) {
      await require('read', workspaceId, id);
      return versions.marks(workspaceId, id, version);
    },
    async contents(workspaceId, id, hashes) {
      await require('read', workspaceId, id);
      return versions.contents(workspaceId, id, hashes);
    },
    async uses(workspaceId, id, limit) {
      await require('read', workspaceId, id);
      if (mayAll(currentAccess().experiments, 'read')) return versions.uses(workspaceId, id, limit);
      for (let asked = limit; ; asked *= 4) {
        const uses = await versions.uses(workspaceId, id, asked);
        const seen = uses.filter(({ experimentId }) => mayRead(experimentId));
        if (seen.length >= limit || uses.length < asked) return seen.slice(0, limit);
      }
    },
  };
}
