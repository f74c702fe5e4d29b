import type { SpanBatch, SpanGroup, SpanRecord } from '../storage/spans/span-record.ts';
import type { SpanColumns, SpanStore, StoredSpan, StoredTrace } from '../storage/spans/span-store.ts';

/** Payloads that are read at once: some thousand spans, which lie in few chunks or blocks. */
const READ_BYTES = 4 * 1_024 * 1_024;
/** Spans that are read at once of a trace whose payloads are more than that. */
const SPANS_AT_ONCE = 128;

export type ReadTraces = Pick<SpanStore, 'getStoredTraces' | 'getSpans' | 'getSpansById'>;

/**
 * The spans of traces as they are appended, some megabytes at a time, whichever traces they belong to; traces that are
 * gone are passed over. What comes next is read while one works on what has come.
 */
export async function* batchesOf(
  workspaceId: string,
  source: ReadTraces,
  traceIds: readonly string[],
): AsyncGenerator<readonly SpanBatch[]> {
  const ask = (from: number): ReturnType<ReadTraces['getStoredTraces']> => {
    const page = source.getStoredTraces(workspaceId, traceIds.slice(from), READ_BYTES);
    // Whoever stops before it has come does not ask for it.
    page.catch(() => {});
    return page;
  };
  let from = 0;
  for (let next = ask(from); from < traceIds.length; ) {
    const { traces, count } = await next;
    from += count;
    if (from < traceIds.length) next = ask(from);
    const small = traces.filter(({ spans }) => spans !== undefined);
    if (small.length > 0) yield batches(workspaceId, small);
    for (const trace of traces) if (trace.spans === undefined) yield* pieces(workspaceId, source, trace);
  }
}

/** Some spans at a time. */
async function* pieces(
  workspaceId: string,
  source: ReadTraces,
  { traceId, experimentId }: StoredTrace,
): AsyncGenerator<readonly SpanBatch[]> {
  const columns: readonly SpanColumns[] = (await source.getSpans(workspaceId, traceId)) ?? [];
  for (let from = 0; from < columns.length; from += SPANS_AT_ONCE) {
    const ids = columns.slice(from, from + SPANS_AT_ONCE).map(({ spanId }) => ({ traceId, spanId }));
    const spans = await source.getSpansById(workspaceId, ids);
    yield batches(workspaceId, [{ traceId, experimentId, spans }]);
  }
}

function batches(workspaceId: string, traces: readonly StoredTrace[]): readonly SpanBatch[] {
  const byExperiment = Map.groupBy(traces, ({ experimentId }) => experimentId);
  return [...byExperiment].map(([experimentId, of]) => ({
    ...{ workspaceId, experimentId },
    groups: byOrigin(of.flatMap(({ spans = [] }) => spans)),
  }));
}

/** Spans of one sender beside each other mostly have the same origin. */
function byOrigin(stored: readonly StoredSpan[]): readonly SpanGroup[] {
  const groups: (Omit<SpanGroup, 'spans'> & { readonly spans: SpanRecord[] })[] = [];
  for (const { record, resource, scope } of stored) {
    const last = groups.at(-1);
    if (last !== undefined && isSame(last.resource, resource) && isSame(last.scope, scope)) last.spans.push(record);
    else groups.push({ resource, scope, spans: [record] });
  }
  return groups;
}

function isSame(one: Uint8Array, two: Uint8Array): boolean {
  return one === two || Buffer.compare(one, two) === 0;
}
