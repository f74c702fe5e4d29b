import { standing } from '../record-rule.ts';
import type { SpanColumns, StoredSpan } from '../span-store.ts';
import { readPayload } from './chunk/chunk-reader.ts';
import type { ChunkTable } from './chunk-table.ts';

/** The spans of a trace that stand, in no order. Those of damaged chunks are missing. */
export function readTraceSpans(chunks: ChunkTable, trace: number, traceId: string): SpanColumns[] {
  const records: SpanColumns[] = [];
  for (const { id, reader } of chunks.ofTrace(trace)) {
    const spans = chunks.attempt(id, () => {
      const rows = reader.rowsOf(traceId);
      return rows && reader.columns(traceId, rows);
    });
    for (const span of spans ?? []) records.push(span);
  }
  return standing(records);
}

/** One span with its payload; undefined if it is not there or lies in a damaged chunk. */
export function readSpan(chunks: ChunkTable, trace: number, traceId: string, spanId: string): StoredSpan | undefined {
  let pending: StoredSpan | undefined;
  for (const { id, reader } of chunks.ofTrace(trace)) {
    const found = chunks.attempt(id, () => {
      const rows = reader.rowsOf(traceId);
      const row = rows === undefined ? -1 : reader.rowOf(spanId, rows);
      if (rows === undefined || row < 0) return undefined;
      const columns = reader.columns(traceId, rows, { from: row, to: row + 1 });
      const place = reader.payloadPlace(row);
      return {
        columns: columns[0]!,
        origin: reader.origin(row),
        payload: readPayload(chunks.frame(id, place.frame), place),
      };
    });
    if (found === undefined) continue;
    const span = { record: { ...found.columns, payload: found.payload }, ...found.origin };
    if (!span.record.isPending) return span;
    pending ??= span;
  }
  return pending;
}
