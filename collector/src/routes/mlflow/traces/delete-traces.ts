import * as v from 'valibot';
import { ApiError } from '../../../errors.ts';
import { allOf, compare } from '../../../filter/expression.ts';
import { tracesOf } from '../../api/traces-of.ts';
import type { MlflowContext } from '../endpoint.ts';
import { int64, optional, repeated, requiredText, text } from '../request-fields.ts';
import { readTraces } from './read-traces.ts';
import { readTraceId } from './trace-id.ts';
import { experimentOf } from './trace-info-json.ts';

/** Traces that go at once: a chunk that many of them lie in is written anew only once. */
const BATCH = 1_000;

/** Either which traces, or until which time and how many. */
export interface TraceDeletion {
  readonly experiment_id: string;
  readonly max_timestamp_millis?: number | undefined;
  readonly max_traces?: number | undefined;
  readonly request_ids: readonly string[];
}

export const DeleteTraces: v.GenericSchema<unknown, TraceDeletion> = v.object({
  experiment_id: requiredText,
  max_timestamp_millis: optional(int64),
  max_traces: optional(int64),
  request_ids: repeated(text),
});

/** Takes traces of one experiment out, the oldest first. @throws ApiError `INVALID_PARAMETER_VALUE` */
export async function deleteTraces(request: TraceDeletion, context: MlflowContext): Promise<object> {
  const { max_timestamp_millis: maxMs, max_traces: maxTraces, request_ids: ids } = request;
  if ((maxMs === undefined) === (ids.length === 0)) {
    throw invalid('Either `max_timestamp_millis` or `trace_ids` must be specified, but not both.');
  }
  if (maxTraces !== undefined && ids.length > 0) {
    throw invalid("`max_traces` can't be specified if `trace_ids` is specified.");
  }
  if (maxTraces !== undefined && maxTraces <= 0) {
    throw invalid(`\`max_traces\` must be a positive integer, received ${maxTraces}.`);
  }
  const found = ids.length > 0 ? await named(request, context) : await oldest(request, context);
  for (let from = 0; from < found.length; from += BATCH) {
    const batch = found.slice(from, from + BATCH);
    await context.traces.spans.deleteTraces(context.principal.workspaceId, batch);
    await context.stores.notes.deleteTraces(context.principal.workspaceId, batch);
  }
  return { traces_deleted: found.length };
}

async function named(
  { request_ids: ids, experiment_id: experimentId }: TraceDeletion,
  context: MlflowContext,
): Promise<string[]> {
  const traceIds = [...new Set(ids.flatMap((id) => readTraceId(id) ?? []))];
  const facts = await readTraces(traceIds, context);
  return facts.filter((each) => experimentOf(each) === experimentId).map(({ traceId }) => traceId);
}

async function oldest(request: TraceDeletion, { traces, stores, principal }: MlflowContext): Promise<string[]> {
  const { workspaceId } = principal;
  const endMs = (request.max_timestamp_millis ?? 0) + 1;
  const filter = allOf(
    compare('experiment', '=', request.experiment_id),
    compare('time', '<', BigInt(endMs) * 1_000_000n),
  );
  const found: string[] = [];
  for await (const traceId of tracesOf(traces.spans, workspaceId, filter)) found.push(traceId);
  for (const info of await stores.traceInfos.infosWithoutSpans(workspaceId)) {
    if (info.experimentId === request.experiment_id && info.requestMs < endMs) found.push(info.traceId);
  }
  // They come newest first.
  return [...new Set(found.toReversed())].slice(0, request.max_traces);
}

function invalid(message: string): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', message);
}
