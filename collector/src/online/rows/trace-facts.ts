import type { SpanColumns, SpanStore, StoredSpan, TraceRow } from '../../storage/spans/span-store.ts';

/** As many spans are opened for what tools and retrievers did. */
const MAX_DETAILS = 100;
const KINDS_WITH_DETAILS: ReadonlySet<string> = new Set(['tool', 'retriever', 'llm']);
/** Payloads of one trace that are handed to the thread that scores. */
const MAX_BYTES = 16 * 1_024 * 1_024;

/** What scorers are told of a trace, as it goes from thread to thread. */
export interface TraceFacts {
  readonly row: TraceRow;
  /** All, without their contents; in order of start. */
  readonly spans: readonly SpanColumns[];
  /** The root and those that tools and documents are read from; what is too large is left out. */
  readonly details: readonly StoredSpan[];
}

/** Reads a trace for its scorers; undefined where it is gone. */
export async function readTraceFacts(
  store: Pick<SpanStore, 'getSpans' | 'getSpansById'>,
  workspaceId: string,
  row: TraceRow,
): Promise<TraceFacts | undefined> {
  const { traceId, rootSpanId } = row;
  const spans = await store.getSpans(workspaceId, traceId);
  if (spans === undefined) return undefined;
  const detailed = spans.filter(({ kind, spanId }) => spanId !== rootSpanId && KINDS_WITH_DETAILS.has(kind));
  const ids = [rootSpanId, ...detailed.slice(0, MAX_DETAILS).map(({ spanId }) => spanId)];
  const details = await store.getSpansById(
    workspaceId,
    ids.map((spanId) => ({ traceId, spanId })),
  );
  return { row, spans, details: within(details, MAX_BYTES) };
}

/** The first ones of these, as many as fit; each with bytes of its own, since those of a frame travel as one. */
function within(details: readonly StoredSpan[], maxBytes: number): readonly StoredSpan[] {
  let bytes = 0;
  const kept: StoredSpan[] = [];
  for (const { record, resource, scope } of details) {
    bytes += record.payload.byteLength;
    if (bytes > maxBytes) break;
    kept.push({
      record: { ...record, payload: record.payload.slice() },
      resource: resource.slice(),
      scope: scope.slice(),
    });
  }
  return kept;
}
