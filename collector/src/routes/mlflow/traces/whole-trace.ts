import { ApiError } from '../../../errors.ts';
import { parsedJson } from '../../../normalise/read-attribute.ts';
import type { MlflowContext } from '../endpoint.ts';
import { readTrace, type TraceFacts } from './read-traces.ts';
import { protoSpanJson } from './span-json.ts';
import { mlflowTraceId } from './trace-id.ts';
import { traceInfoJson } from './trace-info-json.ts';

/** How long is waited for spans, each time, ms; as MLflow does, three seconds in all. */
const WAITS_MS = [1_000, 2_000];
const SIZE_STATS = 'mlflow.trace.sizeStats';

/** A trace with all of its spans as they were sent. */
export async function wholeTrace(facts: TraceFacts, { traces, principal }: MlflowContext): Promise<object> {
  const stored = (await traces.spans.getStoredSpans(principal.workspaceId, facts.traceId)) ?? [];
  return {
    trace_info: traceInfoJson(facts),
    spans: stored.map((span) => protoSpanJson(span, traces.spanDetail)),
  };
}

/**
 * The same of a trace that may not be there yet as a whole: unless a part of it is enough, the spans of one that has only
 * been announced, or that still runs, are waited for.
 *
 * @param id the hex digits
 * @throws ApiError `RESOURCE_DOES_NOT_EXIST` if there is no such trace, or it is not whole after three seconds.
 */
export async function readWholeTrace(
  id: string,
  { isPartialEnough }: { readonly isPartialEnough: boolean },
  context: MlflowContext,
): Promise<object> {
  for (const waitMs of [...WAITS_MS, undefined]) {
    const facts = await readTrace(id, context);
    if (isPartialEnough || isWhole(facts)) return wholeTrace(facts, context);
    if (waitMs !== undefined) await context.clock.wait(waitMs);
  }
  throw new ApiError(
    'RESOURCE_DOES_NOT_EXIST',
    `Trace with ID ${mlflowTraceId(id)} is not fully exported yet, please try again later.`,
  );
}

/** Whether what has come has ended, and is as much as its client says that there is. */
function isWhole({ row, metadata }: TraceFacts): boolean {
  if (row === undefined || row.status === 'running') return false;
  return row.spanCount >= announcedSpans(metadata[SIZE_STATS]);
}

/** @param stats what clients know of the size of a trace, as JSON */
function announcedSpans(stats: string | undefined): number {
  const { num_spans: count } = (parsedJson(stats ?? '') ?? {}) as { readonly num_spans?: unknown };
  return typeof count === 'number' ? count : 0;
}
