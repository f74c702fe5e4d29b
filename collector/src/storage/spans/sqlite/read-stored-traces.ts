import type { StoredSpan, StoredTrace } from '../span-store.ts';
import type { SpanInChunk, TraceReader } from './trace-reader.ts';

/** Spans of traces as they were sent, their payloads copied behind each other into one piece of memory. */
export class StoredTraceReader {
  readonly #reader: TraceReader;
  readonly #bytes: Uint8Array;
  #used = 0;

  /** @param reader reads within one transaction */
  constructor(reader: TraceReader, maxBytes: number) {
    this.#reader = reader;
    this.#bytes = new Uint8Array(maxBytes);
  }

  /**
   * A trace with the spans that can be read, or without them where they need more than all of the memory; undefined where
   * what is left of it is not enough.
   *
   * @param trace its number in the table of traces
   */
  read(trace: number, traceId: string, experimentId: string): StoredTrace | undefined {
    const before = this.#used;
    const spans: StoredSpan[] = [];
    for (const span of this.#reader.spans(trace, traceId)) {
      const stored = this.#copy(span);
      if (stored === 'full') {
        this.#used = before;
        return before === 0 ? { traceId, experimentId, spans: undefined } : undefined;
      }
      if (stored !== undefined) spans.push(stored);
    }
    return { traceId, experimentId, spans };
  }

  #copy({ columns, payload, origin }: SpanInChunk): StoredSpan | 'full' | undefined {
    const bytes = payload();
    const from = origin();
    // What is damaged is left out.
    if (bytes === undefined || from === undefined) return undefined;
    const start = this.#used;
    if (start + bytes.byteLength > this.#bytes.byteLength) return 'full';
    this.#bytes.set(bytes, start);
    this.#used += bytes.byteLength;
    return { record: { ...columns, payload: this.#bytes.subarray(start, this.#used) }, ...from };
  }
}
