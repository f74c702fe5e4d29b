import { ApiError } from '../errors.ts';
import type { Ingest } from '../ingest/ingest.ts';
import { currentAccess } from './access-context.ts';
import { requireExperiment } from './require-access.ts';
import { among, mayAll, type Rights } from './rights.ts';
import type { RunOwners } from './run-owners.ts';

/**
 * Takes spans for experiments that whoever sends them may write to. Where that is not all of them, the request says by
 * its headers which one is meant, since the writer follows what spans say of themselves; with one alone, it is that one.
 */
export function seenIngest(ingest: Ingest, runs: RunOwners): Ingest {
  return {
    budget: ingest.budget,
    bodies: ingest.bodies,
    async submit(request, hold) {
      const { experiments } = currentAccess();
      // What logs say goes to spans whose ids their sender knows, and metrics are only counted.
      if (mayAll(experiments, 'edit') || request.signal !== 'traces') return ingest.submit(request, hold);
      try {
        const experimentId = request.experimentId === '' ? onlyOne(experiments) : request.experimentId;
        requireExperiment('edit', experimentId);
        if (request.runId !== '') await runs.requireRun('edit', request.workspaceId, request.runId);
        return await ingest.submit({ ...request, experimentId }, hold);
      } catch (error) {
        // Refused before the ingest has seen it: what it would have given back is given back here.
        hold?.release();
        throw error;
      }
    },
    close: () => ingest.close(),
  };
}

function onlyOne(experiments: Rights): string {
  const rule = among(experiments, 'edit');
  if (rule !== undefined && 'only' in rule && rule.only.length === 1) return rule.only[0]!;
  throw new ApiError(
    'PERMISSION_DENIED',
    'you may not write to every experiment: say with the header x-mlflow-experiment-id which one the spans are for',
  );
}
