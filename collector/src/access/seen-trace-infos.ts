import type { TraceInfoStore } from '../storage/tracking/trace-infos/trace-info-store.ts';
import type { TagOfTrace } from '../storage/tracking/trace-notes/trace-note-store.ts';
import { currentAccess } from './access-context.ts';
import { mayRead, requireExperiment } from './require-access.ts';
import { mayAll } from './rights.ts';
import type { RunOwners } from './run-owners.ts';
import type { TraceOwners } from './trace-owners.ts';

/** What clients have said of whole traces that whoever asks may see. */
export function seenTraceInfos(infos: TraceInfoStore, owners: TraceOwners, runs: RunOwners): TraceInfoStore {
  return {
    async putInfo(workspaceId, info, added) {
      requireExperiment('edit', info.experimentId);
      if (!mayAll(currentAccess().experiments, 'edit')) {
        const known = await owners.experimentsOf(workspaceId, [info.traceId]);
        await owners.require('edit', workspaceId, [...known.keys()]);
      }
      await infos.putInfo(workspaceId, info, added);
    },
    getInfos: async (workspaceId, traceIds) => infos.getInfos(workspaceId, await owners.seen(workspaceId, traceIds)),
    getMetadata: async (workspaceId, traceIds) =>
      infos.getMetadata(workspaceId, await owners.seen(workspaceId, traceIds)),
    async infosWithoutSpans(workspaceId) {
      const found = await infos.infosWithoutSpans(workspaceId);
      return mayAll(currentAccess().experiments, 'read')
        ? found
        : found.filter(({ experimentId }) => mayRead(experimentId));
    },
    markSpansSeen: async (workspaceId, traceIds) =>
      infos.markSpansSeen(workspaceId, await owners.seen(workspaceId, traceIds)),
    tracesWithMetadata: async (workspaceId, key, value) =>
      owners.seenOf(workspaceId, await infos.tracesWithMetadata(workspaceId, key, value)),
    tracesOfClientRequest: async (workspaceId, clientRequestId) =>
      owners.seenOf(workspaceId, await infos.tracesOfClientRequest(workspaceId, clientRequestId)),
    tracesWithOwnState: async (workspaceId) => owners.seenOf(workspaceId, await infos.tracesWithOwnState(workspaceId)),
    async linkRun(workspaceId, runId, traceIds) {
      await runs.requireRun('edit', workspaceId, runId);
      await owners.require('read', workspaceId, traceIds);
      await infos.linkRun(workspaceId, runId, traceIds);
    },
    async linkedTraces(workspaceId, runId) {
      const linked = await owners.seenOf(workspaceId, await infos.linkedTraces(workspaceId, runId));
      return withSeenRuns(workspaceId, linked);
    },
  };

  async function withSeenRuns(workspaceId: string, linked: readonly TagOfTrace[]): Promise<readonly TagOfTrace[]> {
    if (mayAll(currentAccess().experiments, 'read')) return linked;
    const seen = new Set(await runs.seenRuns(workspaceId, [...new Set(linked.map(({ value }) => value))]));
    return linked.filter(({ value }) => seen.has(value));
  }
}
