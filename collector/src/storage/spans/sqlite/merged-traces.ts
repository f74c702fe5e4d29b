import type { ArrivedTrace, Origin } from '../arrivals.ts';
import { replaces } from '../record-rule.ts';
import type { SpanRecord } from '../span-record.ts';
import type { RowRange } from './chunk/chunk-columns.ts';
import { type ChunkTrace, isWhole } from './chunk/chunk-plan.ts';
import { CopiedChunk, type CopiedTrace } from './chunk/copied-chunk.ts';
import type { ChunkTable, StoredChunk } from './chunk-table.ts';

/** A chunk that is made into another one with others. */
export class MergedChunk {
  readonly traces: readonly (readonly [traceId: string, rows: RowRange])[];
  readonly #reader: StoredChunk['reader'];
  readonly #payloads: readonly Uint8Array[];
  readonly #copied: CopiedChunk;

  /** @throws DamagedChunk if its columns or a frame cannot be read. */
  constructor(chunks: ChunkTable, { id, reader }: StoredChunk) {
    this.#reader = reader;
    const frames: Uint8Array[] = [];
    this.#payloads = reader.payloads((frame) => {
      frames[frame] = chunks.frame(id, frame);
      return frames[frame];
    });
    this.#copied = new CopiedChunk(reader, frames);
    this.traces = reader.traces();
  }

  /** Rows of a trace that stands nowhere else. */
  copied(traceId: string, rows: RowRange): CopiedTrace {
    const spans = this.#payloads.slice(rows.from, rows.to).map((payload) => ({ payload }));
    return { traceId, spans, chunk: this.#copied, rows };
  }

  /** The same as spans. */
  read(traceId: string, rows: RowRange): ArrivedTrace {
    const columns = this.#reader.columns(traceId, rows);
    return {
      traceId,
      spans: columns.map((each, index): SpanRecord => ({ ...each, payload: this.#payloads[rows.from + index]! })),
      origins: columns.map((_, index) => this.#copied.origin(rows.from + index)),
    };
  }
}

/** The traces of chunks, in the order in which they stand first, each with all of its spans. */
export function mergedTraces(chunks: readonly MergedChunk[]): readonly ChunkTrace[] {
  const counts = new Map<string, number>();
  for (const { traces } of chunks) for (const [traceId] of traces) counts.set(traceId, (counts.get(traceId) ?? 0) + 1);
  const merged = new Map<string, MergedTrace>();
  const all: ChunkTrace[] = [];
  for (const chunk of chunks) {
    for (const [traceId, rows] of chunk.traces) {
      if (counts.get(traceId) === 1) {
        const copied = chunk.copied(traceId, rows);
        all.push(isWhole(copied) ? copied : chunk.read(traceId, rows));
        continue;
      }
      let trace = merged.get(traceId);
      if (trace === undefined) {
        trace = new MergedTrace(traceId);
        merged.set(traceId, trace);
        all.push(trace);
      }
      trace.add(chunk.read(traceId, rows));
    }
  }
  return all;
}

/** Spans of a trace out of several chunks, each id once. */
class MergedTrace implements ArrivedTrace {
  readonly traceId: string;
  readonly spans: SpanRecord[] = [];
  readonly origins: Origin[] = [];
  readonly #index = new Map<string, number>();

  constructor(traceId: string) {
    this.traceId = traceId;
  }

  add({ spans, origins }: ArrivedTrace): void {
    for (const [at, span] of spans.entries()) {
      const known = this.#index.get(span.spanId) ?? this.spans.length;
      if (known < this.spans.length && !replaces(span, this.spans[known]!)) continue;
      this.#index.set(span.spanId, known);
      this.spans[known] = span;
      this.origins[known] = origins[at]!;
    }
  }
}
