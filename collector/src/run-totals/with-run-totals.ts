import { overriding } from '../overriding.ts';
import { isTotal } from '../storage/tracking/run-totals/run-total-keys.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import type { RunTotals } from './run-totals.ts';

/**
 * The stores as those see them who ask over HTTP: runs and their metrics are read with what their traces add up to
 * now, traces count for a run as soon as they are linked to it, and those that somebody deletes count no longer.
 * Retention works on the stores themselves: what it takes out has been spent all the same.
 */
export function withRunTotals(stores: TrackingStores, totals: RunTotals): TrackingStores {
  const { runs, metrics, notes, traceInfos, evaluations } = stores;
  /** A metric that no traces add up to is as fresh as it was logged. */
  const refresh = async (workspaceId: string, key: string): Promise<void> => {
    if (isTotal(key)) await totals.bringUpToDate(workspaceId);
  };
  return {
    ...stores,
    runs: overriding(runs, {
      get: async (workspaceId, id) => {
        await totals.bringUpToDate(workspaceId);
        return runs.get(workspaceId, id);
      },
      search: async (workspaceId, search) => {
        await totals.bringUpToDate(workspaceId);
        return runs.search(workspaceId, search);
      },
      count: async (workspaceId, question) => {
        await totals.bringUpToDate(workspaceId);
        return runs.count(workspaceId, question);
      },
    }),
    metrics: overriding(metrics, {
      history: async (workspaceId, runId, key, page) => {
        await refresh(workspaceId, key);
        return metrics.history(workspaceId, runId, key, page);
      },
      historyOfRuns: async (workspaceId, runIds, key, limit) => {
        await refresh(workspaceId, key);
        return metrics.historyOfRuns(workspaceId, runIds, key, limit);
      },
      sample: async (workspaceId, runIds, key, options) => {
        await refresh(workspaceId, key);
        return metrics.sample(workspaceId, runIds, key, options);
      },
    }),
    traceInfos: overriding(traceInfos, {
      linkRun: async (workspaceId, runId, traceIds) => {
        await traceInfos.linkRun(workspaceId, runId, traceIds);
        await totals.count(workspaceId, traceIds);
      },
    }),
    evaluations: overriding(evaluations, {
      heads: async (workspaceId, runId) => {
        await totals.bringUpToDate(workspaceId);
        return evaluations.heads(workspaceId, runId);
      },
      put: async (workspaceId, runId, rows) => {
        const replaced = await evaluations.put(workspaceId, runId, rows);
        const traceIds = new Set([...replaced, ...rows.map(({ traceId }) => traceId)]);
        await totals.count(workspaceId, [...traceIds]);
        return replaced;
      },
    }),
    notes: overriding(notes, {
      deleteTraces: async (workspaceId, traceIds) => {
        await notes.deleteTraces(workspaceId, traceIds);
        await totals.forget(workspaceId, traceIds);
      },
    }),
  };
}
