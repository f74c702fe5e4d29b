import { overriding } from '../overriding.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import type { RunTotals } from './run-totals.ts';

/**
 * The stores as those see them who ask over HTTP: runs and their metrics are read with what their traces add up to
 * now, and traces that somebody deletes count no longer. Retention works on the stores themselves: what it takes out has been spent all the
 * same.
 */
export function withRunTotals(stores: TrackingStores, totals: RunTotals): TrackingStores {
  const { runs, metrics, notes } = stores;
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
      history: async (workspaceId, ...asked) => {
        await totals.bringUpToDate(workspaceId);
        return metrics.history(workspaceId, ...asked);
      },
      historyOfRuns: async (workspaceId, ...asked) => {
        await totals.bringUpToDate(workspaceId);
        return metrics.historyOfRuns(workspaceId, ...asked);
      },
      sample: async (workspaceId, ...asked) => {
        await totals.bringUpToDate(workspaceId);
        return metrics.sample(workspaceId, ...asked);
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
