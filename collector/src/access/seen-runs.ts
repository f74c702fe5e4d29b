import type { MetricStore } from '../storage/tracking/metrics/metric-store.ts';
import { noRun } from '../storage/tracking/runs/require-run.ts';
import type { RunStore } from '../storage/tracking/runs/run-store.ts';
import { currentAccess } from './access-context.ts';
import { mayRead, requireExperiment } from './require-access.ts';
import { mayAll } from './rights.ts';
import type { RunOwners } from './run-owners.ts';

/** The runs that whoever asks may see. */
export function seenRuns(runs: RunStore, owners: RunOwners): RunStore {
  return {
    async create(workspaceId, run) {
      requireExperiment('edit', run.experimentId);
      return runs.create(workspaceId, run);
    },
    async get(workspaceId, id) {
      const run = await runs.get(workspaceId, id);
      requireExperiment('read', run.experimentId, () => noRun(id));
      return run;
    },
    async getInfo(workspaceId, id) {
      const run = await runs.getInfo(workspaceId, id);
      requireExperiment('read', run.experimentId, () => noRun(id));
      return run;
    },
    async update(workspaceId, id, change) {
      await owners.requireRun('edit', workspaceId, id);
      return runs.update(workspaceId, id, change);
    },
    async setLifecycle(workspaceId, id, lifecycle) {
      await owners.requireRun('delete', workspaceId, id);
      await runs.setLifecycle(workspaceId, id, lifecycle);
    },
    async log(workspaceId, id, log) {
      await owners.requireRun('edit', workspaceId, id);
      await runs.log(workspaceId, id, await withOwnModels(workspaceId, log));
    },
    async changeTag(workspaceId, id, key, change) {
      await owners.requireRun('edit', workspaceId, id);
      await runs.changeTag(workspaceId, id, key, change);
    },
    async deleteTag(workspaceId, id, key) {
      await owners.requireRun('edit', workspaceId, id);
      await runs.deleteTag(workspaceId, id, key);
    },
    async addInputs(workspaceId, id, datasets, modelIds) {
      await owners.requireRun('edit', workspaceId, id);
      await runs.addInputs(workspaceId, id, datasets, modelIds);
    },
    async addOutputs(workspaceId, id, models) {
      await owners.requireRun('edit', workspaceId, id);
      await runs.addOutputs(workspaceId, id, models);
    },
    search: (workspaceId, search) => runs.search(workspaceId, seenOf(search)),
    count: (workspaceId, question) => runs.count(workspaceId, seenOf(question)),
    usedDatasets: (workspaceId, experimentIds, limit) =>
      runs.usedDatasets(workspaceId, experimentIds.filter(mayRead), limit),
  };

  /** Metrics of models that may not be changed are left out, as those of models that are not there. */
  async function withOwnModels(workspaceId: string, log: Parameters<RunStore['log']>[2]): Promise<typeof log> {
    const { modelMetrics } = log;
    if (modelMetrics === undefined || mayAll(currentAccess().experiments, 'edit')) return log;
    const allowed = await owners.modelsFor(
      'edit',
      workspaceId,
      modelMetrics.map(({ modelId }) => modelId),
    );
    return { ...log, modelMetrics: modelMetrics.filter(({ modelId }) => allowed.has(modelId)) };
  }
}

/** What runs that whoever asks may see have logged. */
export function seenMetrics(metrics: MetricStore, owners: RunOwners): MetricStore {
  return {
    async history(workspaceId, runId, key, page) {
      const [seen] = await owners.seenRuns(workspaceId, [runId]);
      return seen === undefined ? { items: [], next: undefined } : metrics.history(workspaceId, runId, key, page);
    },
    historyOfRuns: async (workspaceId, runIds, key, limit) =>
      metrics.historyOfRuns(workspaceId, await owners.seenRuns(workspaceId, runIds), key, limit),
    sample: async (workspaceId, runIds, key, options) =>
      metrics.sample(workspaceId, await owners.seenRuns(workspaceId, runIds), key, options),
  };
}

function seenOf<Search extends { readonly experimentIds: readonly string[] }>(search: Search): Search {
  if (mayAll(currentAccess().experiments, 'read')) return search;
  return { ...search, experimentIds: search.experimentIds.filter(mayRead) };
}
