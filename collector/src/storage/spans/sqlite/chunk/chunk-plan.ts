import type { ArrivedTrace } from '../../arrivals.ts';
import type { CopiedTrace } from './copied-chunk.ts';

/** Spans of a trace that a chunk is made of: new ones, or what another chunk has. */
export type ChunkTrace = ArrivedTrace | CopiedTrace;

/** A run of a trace's spans within a chunk; all of them, if they are copied. */
export interface Segment<T extends ChunkTrace = ChunkTrace> {
  readonly trace: T;
  readonly from: number;
  readonly to: number;
}

/** Keeps what is read for one trace, and what one damaged chunk loses, small. */
export const MAX_CHUNK_SPANS = 4_096;
const MAX_CHUNK_PAYLOAD_BYTES = 16 * 1024 * 1024;

/** Deals traces out to chunks, in their order and whole where they fit. */
export function planChunks<T extends ChunkTrace>(traces: Iterable<T>): Segment<T>[][] {
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
    const size = payloadBytes(trace);
    if (spans + trace.spans.length > MAX_CHUNK_SPANS || bytes + size > MAX_CHUNK_PAYLOAD_BYTES) next();
    if (isWhole(trace)) {
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

/** Whether a trace is never dealt out to several chunks. */
export function isWhole(trace: Pick<ChunkTrace, 'spans'>): boolean {
  return trace.spans.length <= MAX_CHUNK_SPANS && payloadBytes(trace) <= MAX_CHUNK_PAYLOAD_BYTES;
}

function payloadBytes({ spans }: Pick<ChunkTrace, 'spans'>): number {
  let bytes = 0;
  for (const { payload } of spans) bytes += payload.length;
  return bytes;
}
