import type { ArrivedTrace } from '../../arrivals.ts';

/** A run of a trace's spans within a chunk. */
export interface Segment<T extends ArrivedTrace = ArrivedTrace> {
  readonly trace: T;
  readonly from: number;
  readonly to: number;
}

/** Keeps what is read for one trace, and what one damaged chunk loses, small. */
export const MAX_CHUNK_SPANS = 4_096;
const MAX_CHUNK_PAYLOAD_BYTES = 16 * 1024 * 1024;

/** Deals traces out to chunks, in their order and whole where they fit. */
export function planChunks<T extends ArrivedTrace>(traces: Iterable<T>): Segment<T>[][] {
  const chunks: Segment<T>[][] = [];
  let chunk: Segment<T>[] = [];
  let spans = 0;
  let bytes = 0;
  const next = (): void => {
    if (chunk.length > 0) chunks.push(chunk);
    chunk = [];
    spans = 0;
    bytes = 0;
  };
  for (const trace of traces) {
    const size = trace.spans.reduce((sum, span) => sum + span.payload.length, 0);
    if (spans + trace.spans.length > MAX_CHUNK_SPANS || bytes + size > MAX_CHUNK_PAYLOAD_BYTES) next();
    if (trace.spans.length <= MAX_CHUNK_SPANS && size <= MAX_CHUNK_PAYLOAD_BYTES) {
      chunk.push({ trace, from: 0, to: trace.spans.length });
      spans += trace.spans.length;
      bytes += size;
      continue;
    }
    let from = 0;
    for (const [index, span] of trace.spans.entries()) {
      if (index > from && (index - from >= MAX_CHUNK_SPANS || bytes + span.payload.length > MAX_CHUNK_PAYLOAD_BYTES)) {
        chunk.push({ trace, from, to: index });
        next();
        from = index;
      }
      bytes += span.payload.length;
    }
    chunk.push({ trace, from, to: trace.spans.length });
    next();
  }
  next();
  return chunks;
}
