import { standing } from '../record-rule.ts';
import type { SpanColumns, StoredSpan } from '../span-store.ts';
import type { SkeletonSpan } from '../trace-skeleton.ts';
import type { RowRange } from './chunk/chunk-columns.ts';
import type { ChunkReader } from './chunk/chunk-reader.ts';
import { readPayload } from './chunk/payload-places.ts';
import type { ChunkTable } from './chunk-table.ts';

/** The spans of a trace that stand, in no order. Those of damaged chunks are missing. */
export function readTraceSpans(chunks: ChunkTable, trace: number, traceId: string): SpanColumns[] {
  return readStanding(chunks, trace, traceId, (reader, rows) => reader.columns(traceId, rows));
}

/** The same with less about each span. */
export function readSkeletonSpans(chunks: ChunkTable, trace: number, traceId: string): SkeletonSpan[] {
  return readStanding(chunks, trace, traceId, (reader, rows) => reader.skeletonSpans(rows));
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

function readStanding<T extends SkeletonSpan>(
  chunks: ChunkTable,
  trace: number,
  traceId: string,
  read: (reader: ChunkReader, rows: RowRange) => readonly T[],
): T[] {
  const records: T[] = [];
  for (const { id, reader } of chunks.ofTrace(trace)) {
    const spans = chunks.attempt(id, () => {
      const rows = reader.rowsOf(traceId);
      return rows && read(reader, rows);
    });
    for (const span of spans ?? []) records.push(span);
  }
  return standing(records);
}
