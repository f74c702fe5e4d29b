import { ApiError } from '../errors.ts';
import type { Ingest, IngestRequest, IngestResult } from '../ingest/ingest.ts';
import { currentAccess } from './access-context.ts';
import { requireExperiment } from './require-access.ts';
import { among, may, mayAll, type Rights } from './rights.ts';
import type { RunOwners } from './run-owners.ts';
import type { TraceOwners } from './trace-owners.ts';
import { RecordsByTrace } from './without-traces.ts';

/** What of a request may be taken. */
interface Allowed {
  readonly request: IngestRequest;
  /** Spans and log records of traces that are not their sender's. */
  readonly refused: number;
}

/**
 * Takes spans for experiments that whoever sends them may write to. Where that is not all of them, the request says by
 * its headers which one is meant, since the writer follows what spans say of themselves; with one alone, it is that one.
 * Spans and log records of traces of other experiments are refused one by one: ids of traces are no secret.
 */
export function seenIngest(ingest: Ingest, runs: RunOwners, traces: Pick<TraceOwners, 'experimentsOf'>): Ingest {
  return {
    budget: ingest.budget,
    bodies: ingest.bodies,
    async submit(request, hold) {
      const { experiments } = currentAccess();
      // Metrics are only counted.
      if (mayAll(experiments, 'edit') || request.signal === 'metrics') return ingest.submit(request, hold);
      let allowed: Allowed;
      try {
        const routed = request.signal === 'traces' ? await routedBy(experiments, request, runs) : request;
        allowed = await withoutForeign(experiments, routed, traces);
      } catch (error) {
        // Refused before the ingest has seen it: what it would have given back is given back here.
        hold?.release();
        throw error;
      }
      return withRefused(await ingest.submit(allowed.request, hold), allowed.refused);
    },
    close: () => ingest.close(),
  };
}

async function routedBy(experiments: Rights, request: IngestRequest, runs: RunOwners): Promise<IngestRequest> {
  const experimentId = request.experimentId === '' ? onlyOne(experiments) : request.experimentId;
  requireExperiment('edit', experimentId);
  if (request.runId !== '') await runs.requireRun('edit', request.workspaceId, request.runId);
  return { ...request, experimentId };
}

async function withoutForeign(
  experiments: Rights,
  request: IngestRequest,
  traces: Pick<TraceOwners, 'experimentsOf'>,
): Promise<Allowed> {
  const { signal, encoding, body, workspaceId } = request;
  if (signal === 'metrics') return { request, refused: 0 };
  const records = new RecordsByTrace({ signal, encoding, body });
  const owners = await traces.experimentsOf(workspaceId, records.traceIds());
  const foreign = new Set([...owners].filter(([, owner]) => !may(experiments, 'edit', owner)).map(([id]) => id));
  if (foreign.size === 0) return { request, refused: 0 };
  const { body: rest, count } = records.without(foreign);
  return { request: { ...request, encoding: 'protobuf', body: rest }, refused: count };
}

function withRefused(result: IngestResult, refused: number): IngestResult {
  if (refused === 0) return result;
  const message = `${refused} of traces of experiments that you may not write to`;
  return {
    ...result,
    rejected: result.rejected + refused,
    message: result.message === '' ? message : `${result.message}; ${message}`,
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
