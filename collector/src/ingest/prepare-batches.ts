import type { Pricer } from '@tracewright/pricing';
import { ApiError } from '../errors.ts';
import { type Evaluation, evaluationOf } from '../normalise/evaluation.ts';
import { eventPreview } from '../normalise/event-preview.ts';
import { countDataPoints } from '../otlp/count-data-points.ts';
import type { OtlpEvent } from '../otlp/otlp-request.ts';
import { readLogRequest } from '../otlp/read-log-request.ts';
import { decodeSpan } from '../otlp/read-span.ts';
import { payloadWithEvents } from '../storage/spans/late-events.ts';
import type { LateEvent, SpanBatch } from '../storage/spans/span-record.ts';
import type { IngestRequest, IngestResult, ResolveExperiment } from './ingest.ts';
import { type PreparedRequest, prepareRequest } from './prepare-request.ts';
import { RequestTally } from './request-tally.ts';

/** The experiment of traces that name none. */
export const DEFAULT_EXPERIMENT_ID = '0';

/** What a request comes to once it is stored, and what is to be stored for it. */
export interface PreparedBatches {
  readonly result: IngestResult;
  readonly batches: readonly SpanBatch[];
}

/** @throws ApiError as {@link prepareRequest}, and whatever `resolve` throws. */
export async function prepareBatches(
  request: IngestRequest,
  pricer: Pricer,
  resolve: ResolveExperiment,
): Promise<PreparedBatches> {
  const { signal, body, encoding } = request;
  if (signal === 'metrics') return { result: acceptedAll(countDataPoints(body, encoding)), batches: [] };
  if (signal === 'logs') return prepareLogs(request);
  const tally = new RequestTally();
  const prepared = prepareRequest(request, pricer, tally);
  const batches = await batchesOf(request, prepared, resolve, tally);
  return { result: tally.result(), batches };
}

/**
 * The spans of a request by the experiments they belong to. Those whose experiment cannot have its name are refused, and
 * no others with them.
 *
 * @throws whatever else `resolve` throws.
 */
export async function batchesOf(
  request: IngestRequest,
  prepared: PreparedRequest,
  resolve: ResolveExperiment,
  tally: RequestTally,
): Promise<readonly SpanBatch[]> {
  const ids: ExperimentIds = new Map();
  await resolveNames(request, prepared, resolve, ids);
  return batchesWith(request, prepared, ids, tally);
}

/** By their names; of those that no experiment can have, why. */
export type ExperimentIds = Map<string, string | ApiError>;

/** Names of experiments in a request whose ids are not known yet. */
export function unknownNames(
  { experimentId }: IngestRequest,
  { groupsByExperiment }: PreparedRequest,
  ids: ExperimentIds,
): readonly string[] {
  if (experimentId !== '') return [];
  return [...groupsByExperiment.keys()].filter((name) => name !== '' && !ids.has(name));
}

/** Adds what is not known yet. @throws whatever `resolve` throws but that no experiment can have such a name. */
export async function resolveNames(
  request: IngestRequest,
  prepared: PreparedRequest,
  resolve: ResolveExperiment,
  ids: ExperimentIds,
): Promise<void> {
  for (const name of unknownNames(request, prepared, ids)) {
    try {
      ids.set(name, await resolve(name, request.workspaceId));
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'INVALID_PARAMETER_VALUE') throw error;
      ids.set(name, error);
    }
  }
}

/** As {@link batchesOf}, once all names are known. */
export function batchesWith(
  { workspaceId, experimentId }: IngestRequest,
  { groupsByExperiment, droppedSpans }: PreparedRequest,
  ids: ExperimentIds,
  tally: RequestTally,
): readonly SpanBatch[] {
  const batches: SpanBatch[] = [];
  for (const [name, groups] of groupsByExperiment) {
    const id = experimentId || (name === '' ? DEFAULT_EXPERIMENT_ID : ids.get(name)!);
    if (typeof id === 'string') {
      batches.push({ workspaceId, experimentId: id, groups });
      continue;
    }
    const count = groups.reduce((sum, { spans }) => sum + spans.length, 0);
    tally.refuseAccepted(count, `the name of their experiment: ${id.message}`);
  }
  // Once a request, whatever its spans are, and if none of them is stored.
  const none = { workspaceId, experimentId: DEFAULT_EXPERIMENT_ID, groups: [] };
  if (droppedSpans > 0) batches[0] = { ...(batches[0] ?? none), droppedSpans };
  return batches;
}

function prepareLogs({ body, encoding, workspaceId }: IngestRequest): PreparedBatches {
  const { count, events } = readLogRequest(body, encoding);
  const logged = events.map(loggedEvent);
  const late = logged.map((event) => event.late);
  const evaluations = logged.flatMap(({ evaluation }) => evaluation ?? []);
  const result = { ...acceptedAll(count), ...(evaluations.length > 0 && { evaluations }) };
  const batch = { workspaceId, experimentId: DEFAULT_EXPERIMENT_ID, groups: [], events: late };
  return { result, batches: events.length === 0 ? [] : [batch] };
}

/** What an event says that is to be known without reading it again. */
function loggedEvent(late: LateEvent): { readonly late: LateEvent; readonly evaluation: Evaluation | undefined } {
  const [event] = decodeSpan(payloadWithEvents(new Uint8Array(), [late.event])).events as [OtlpEvent];
  const evaluation = evaluationOf(late.traceId, late.spanId, event);
  return { late: { ...late, preview: eventPreview(event) }, evaluation };
}

function acceptedAll(accepted: number): IngestResult {
  return { accepted, rejected: 0, message: '' };
}
