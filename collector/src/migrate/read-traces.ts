import type { SpanBatch, SpanGroup, SpanRecord } from '../storage/spans/span-record.ts';
import type { SpanColumns, SpanIds, SpanStore, StoredSpan } from '../storage/spans/span-store.ts';
import { inOrder } from './in-order.ts';

/** Traces whose columns are asked for at the same time: a server answers several questions sooner than one by one. */
const TRACES_AHEAD = 8;
/** Spans that are read with their payloads at once. */
const SPANS_AT_ONCE = 128;

export type ReadTraces = Pick<SpanStore, 'getTrace' | 'getSpans' | 'getSpansById'>;

/** The spans of traces as they are appended, so many at a time, whichever of them they belong to; traces that are gone are passed over. */
export async function* batchesOf(
  workspaceId: string,
  source: ReadTraces,
  traceIds: readonly string[],
): AsyncGenerator<readonly SpanBatch[]> {
  const experiments = new Map<string, string>();
  const read = async (ids: readonly SpanIds[]): Promise<readonly SpanBatch[]> => {
    const stored = await source.getSpansById(workspaceId, ids);
    const byExperiment = Map.groupBy(stored, ({ record }) => experiments.get(record.traceId)!);
    return [...byExperiment].map(([experimentId, of]) => ({ workspaceId, experimentId, groups: byOrigin(of) }));
  };
  let wanted: SpanIds[] = [];
  for await (const trace of inOrder(traceIds, TRACES_AHEAD, (traceId) => columnsOf(workspaceId, source, traceId))) {
    if (trace === undefined) continue;
    experiments.set(trace.traceId, trace.experimentId);
    for (const { spanId } of trace.spans) {
      wanted.push({ traceId: trace.traceId, spanId });
      if (wanted.length < SPANS_AT_ONCE) continue;
      yield await read(wanted);
      wanted = [];
    }
  }
  if (wanted.length > 0) yield await read(wanted);
}

interface TraceColumns {
  readonly traceId: string;
  readonly experimentId: string;
  readonly spans: readonly SpanColumns[];
}

async function columnsOf(workspaceId: string, source: ReadTraces, traceId: string): Promise<TraceColumns | undefined> {
  const [trace, spans] = await Promise.all([
    source.getTrace(workspaceId, traceId),
    source.getSpans(workspaceId, traceId),
  ]);
  return trace && spans && { traceId, experimentId: trace.experimentId, spans };
}

/** Spans of one sender beside each other mostly have the same origin. */
function byOrigin(stored: readonly StoredSpan[]): readonly SpanGroup[] {
  const groups: (Omit<SpanGroup, 'spans'> & { readonly spans: SpanRecord[] })[] = [];
  for (const { record, resource, scope } of stored) {
    const last = groups.at(-1);
    const isSame =
      last !== undefined && Buffer.compare(last.resource, resource) === 0 && Buffer.compare(last.scope, scope) === 0;
    if (isSame) last.spans.push(record);
    else groups.push({ resource, scope, spans: [record] });
  }
  return groups;
}
