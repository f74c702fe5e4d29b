import { standing } from '../record-rule.ts';
import type { SpanColumns } from '../span-store.ts';
import type { SkeletonSpan } from '../trace-skeleton.ts';
import type { RowRange } from './chunk/chunk-columns.ts';
import type { ChunkReader } from './chunk/chunk-reader.ts';
import type { ChunkTable } from './chunk-table.ts';

/** Where the chunks of traces are found. */
export type ChunkSource = Pick<ChunkTable, 'ofTrace' | 'attempt'>;

/** The spans of a trace that stand, in no order. Those of damaged chunks are missing. */
export function readTraceSpans(chunks: ChunkSource, trace: number, traceId: string): SpanColumns[] {
  return readStanding(chunks, trace, traceId, (reader, rows) => reader.columns(traceId, rows));
}

/** The same with less about each span. */
export function readSkeletonSpans(chunks: ChunkTable, trace: number, traceId: string): SkeletonSpan[] {
  return readStanding(chunks, trace, traceId, (reader, rows) => reader.skeletonSpans(rows));
}

function readStanding<T extends SkeletonSpan>(
  chunks: ChunkSource,
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
