import type { ArrivedTrace, Origin } from '../arrivals.ts';
import type { SpanRecord } from '../span-record.ts';
import type { ChunkTable, StoredChunk } from './chunk-table.ts';

/**
 * Everything that a chunk holds, trace by trace in row order, as it could be written again.
 *
 * @throws DamagedChunk if the columns or a frame cannot be read.
 */
export function readChunk(chunks: ChunkTable, { id, reader }: StoredChunk): ArrivedTrace[] {
  const origins = new Map<number, Origin>();
  const payloads = reader.payloads((frame) => chunks.frame(id, frame));
  return reader.traces().map(([traceId, rows]) => ({
    traceId,
    spans: reader
      .columns(traceId, rows)
      .map((columns, index): SpanRecord => ({ ...columns, payload: payloads[rows.from + index]! })),
    origins: Array.from({ length: rows.to - rows.from }, (_, index) => {
      const number = reader.originNumber(rows.from + index);
      const origin = origins.get(number) ?? reader.origin(rows.from + index);
      origins.set(number, origin);
      return origin;
    }),
  }));
}
