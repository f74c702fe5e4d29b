import type { FullText } from '../../../filter/expression.ts';
import type { TraceSubject } from '../../../filter/subject.ts';
import type { Origin } from '../arrivals.ts';
import { payloadWithEvents } from '../late-events.ts';
import { standing } from '../record-rule.ts';
import type { StoredSpan, TraceRow } from '../span-store.ts';
import { type StoredColumns, traceSubject } from '../subjects.ts';
import { readPayload } from './chunk/payload-places.ts';
import type { ChunkTable, StoredChunk } from './chunk-table.ts';

/** Traces of a list lie side by side: a few chunks and frames serve hundreds of them. */
const MAX_CHUNKS = 8;
const MAX_FRAMES = 8;

/** A span where it is stored. */
export interface SpanInChunk extends StoredColumns {
  readonly chunkId: number;
  readonly row: number;
  /** Undefined where it cannot be read any more. */
  readonly origin: () => Origin | undefined;
}

/** What is known of spans that does not stand in their chunks. */
export interface BesideChunks {
  /** Whether a trace, by its number, says something; undefined where its spans have to be looked at. */
  says(text: FullText, trace: number): boolean | undefined;
  /** OTLP protobuf events that were sent apart from their span. */
  lateEvents(traceId: string, spanId: string): readonly Uint8Array[];
  /** What the first of them says that says something, '' where none does. */
  preview(traceId: string): string;
  /** How many spans of a trace, by its number, came once more. */
  duplicates(trace: number): number;
}

/** Where nothing is known of them, or nothing that matters. */
export const NOTHING_BESIDE: BesideChunks = {
  says: () => undefined,
  lateEvents: () => [],
  preview: () => '',
  duplicates: () => 0,
};

/**
 * Reads traces, for filters to look at and as they were sent, within one question: what it has read of chunks holds as long as nobody writes in
 * between, that is, within one transaction.
 */
export class TraceReader {
  readonly #chunks: ChunkTable;
  readonly #beside: BesideChunks;
  readonly #readers = new Map<number, StoredChunk | undefined>();
  readonly #frames = new Map<string, Uint8Array>();

  constructor(chunks: ChunkTable, beside: Partial<BesideChunks> = {}) {
    this.#chunks = chunks;
    this.#beside = { ...NOTHING_BESIDE, ...beside };
  }

  /** @param trace its number in the table of traces */
  subject(trace: number, row: TraceRow): TraceSubject {
    return traceSubject(
      row.preview === '' ? { ...row, preview: this.#beside.preview(row.traceId) } : row,
      () => this.spans(trace, row.traceId),
      (text) => this.#beside.says(text, trace),
      () => this.#beside.duplicates(trace),
    );
  }

  /** The spans that stand, in no order. */
  spans(trace: number, traceId: string): readonly SpanInChunk[] {
    const records: (SpanInChunk & { readonly spanId: string; readonly isPending: boolean })[] = [];
    for (const chunkId of this.#chunks.idsOfTrace(trace)) {
      const chunk = this.#chunk(chunkId);
      if (chunk === undefined) continue;
      const found = this.#chunks.attempt(chunkId, () => {
        const rows = chunk.reader.rowsOf(traceId);
        return rows && { from: rows.from, spans: chunk.reader.columns(traceId, rows) };
      });
      for (const [index, columns] of (found?.spans ?? []).entries()) {
        const row = found!.from + index;
        const { spanId, isPending } = columns;
        const origin = () => this.#chunks.attempt(chunkId, () => chunk.reader.origin(row));
        const payload = () => {
          const bytes = this.#payload(chunk, row);
          return bytes && payloadWithEvents(bytes, this.#beside.lateEvents(traceId, spanId));
        };
        records.push({ spanId, isPending, chunkId, row, columns, payload, origin });
      }
    }
    return standing(records);
  }

  /**
   * Spans of a trace as they were sent, by their ids, their payloads copies; without those that are not there or lie in
   * damaged chunks. Each chunk is opened once for all of them.
   */
  spansById(trace: number, traceId: string, spanIds: ReadonlySet<string>): ReadonlyMap<string, StoredSpan> {
    const found = new Map<string, StoredSpan>();
    const left = new Set(spanIds);
    for (const chunkId of this.#chunks.idsOfTrace(trace)) {
      if (left.size === 0) break;
      const chunk = this.#chunk(chunkId);
      if (chunk === undefined) continue;
      const rows = this.#chunks.attempt(chunkId, () => this.#rowsIn(chunk, traceId, left));
      for (const [spanId, row] of rows ?? []) {
        const span = this.#chunks.attempt(chunkId, () => this.#spanIn(chunk, traceId, row));
        if (span === undefined || (span.record.isPending && found.has(spanId))) continue;
        found.set(spanId, span);
        if (!span.record.isPending) left.delete(spanId);
      }
    }
    return found;
  }

  #rowsIn({ reader }: StoredChunk, traceId: string, spanIds: ReadonlySet<string>): ReadonlyMap<string, number> {
    const rows = reader.rowsOf(traceId);
    return rows === undefined ? new Map() : reader.rowsOfSpans(spanIds, rows);
  }

  #spanIn(chunk: StoredChunk, traceId: string, row: number): StoredSpan | undefined {
    const { reader } = chunk;
    const [columns] = reader.columns(traceId, reader.rowsOf(traceId)!, { from: row, to: row + 1 });
    const payload = this.#payload(chunk, row);
    return payload && { record: { ...columns!, payload: payload.slice() }, ...reader.origin(row) };
  }

  #payload({ id, reader }: StoredChunk, row: number): Uint8Array | undefined {
    return this.#chunks.attempt(id, () => {
      const place = reader.payloadPlace(row);
      const key = `${id} ${place.frame}`;
      const frame =
        this.#frames.get(key) ??
        readPayload(this.#chunks.frame(id, place.frame), { ...place, offset: 0, length: place.frameBytes });
      remember(this.#frames, key, frame, MAX_FRAMES);
      return frame.subarray(place.offset, place.offset + place.length);
    });
  }

  #chunk(id: number): StoredChunk | undefined {
    const chunk = this.#readers.has(id) ? this.#readers.get(id) : this.#chunks.get(id);
    remember(this.#readers, id, chunk, MAX_CHUNKS);
    return chunk;
  }
}

/** Keeps the most recently used entries. */
function remember<K, V>(entries: Map<K, V>, key: K, value: V, max: number): void {
  entries.delete(key);
  entries.set(key, value);
  if (entries.size > max) entries.delete(entries.keys().next().value!);
}
