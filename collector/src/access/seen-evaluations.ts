import type { EvaluationStore } from '../storage/tracking/evaluations/evaluation-store.ts';
import { currentAccess } from './access-context.ts';
import { mayAll } from './rights.ts';
import type { RunOwners } from './run-owners.ts';
import type { TraceOwners } from './trace-owners.ts';

/** The evaluations that whoever asks may see: those of runs that they may see. */
export function seenEvaluations(evaluations: EvaluationStore, runs: RunOwners, traces: TraceOwners): EvaluationStore {
  return {
    async put(workspaceId, runId, rows) {
      await runs.requireRun('edit', workspaceId, runId);
      if (!mayAll(currentAccess().experiments, 'edit')) {
        // Scores are written to traces; those that have not come yet are nobody's.
        const owners = await traces.experimentsOf(
          workspaceId,
          rows.map(({ traceId }) => traceId),
        );
        await traces.require('edit', workspaceId, [...owners.keys()]);
      }
      return evaluations.put(workspaceId, runId, rows);
    },
    async heads(workspaceId, runId) {
      await runs.requireRun('read', workspaceId, runId);
      return evaluations.heads(workspaceId, runId);
    },
    async row(workspaceId, runId, traceId) {
      await runs.requireRun('read', workspaceId, runId);
      return evaluations.row(workspaceId, runId, traceId);
    },
    async assessments(workspaceId, runId) {
      await runs.requireRun('read', workspaceId, runId);
      return evaluations.assessments(workspaceId, runId);
    },
  };
}
