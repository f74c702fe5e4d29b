import type { Origin } from '../../arrivals.ts';
import type { SpanColumns } from '../../span-store.ts';
import { SKEW_TOLERANCE_NS } from '../../store-quality.ts';
import type { SkeletonSpan } from '../../trace-skeleton.ts';
import { ChunkColumns, type RowRange } from './chunk-columns.ts';
import { idBytes, readId } from './id-bytes.ts';
import { type PayloadPlace, PayloadPlaces } from './payload-places.ts';
import { skeletonSpanOfRow, spanOfRow } from './row-spans.ts';
import { FLAG, SECTION } from './section.ts';
import { SectionReader } from './section-reader.ts';

/** Reads spans out of a chunk. */
export class ChunkReader {
  readonly #sections: SectionReader;
  readonly #columns: ChunkColumns;
  #payloads: PayloadPlaces | undefined;
  readonly #origins = new Map<number, Origin>();
  /** Resource and scope of each origin behind each other, and where each ends, from 0 on. */
  #originParts: { readonly bytes: Uint8Array; readonly ends: Float64Array } | undefined;

  /** @throws DamagedChunk if the bytes are not what was written. */
  constructor(bytes: Uint8Array) {
    this.#sections = new SectionReader(bytes);
    this.#columns = new ChunkColumns(this.#sections);
  }

  get spanCount(): number {
    return this.#sections.spanCount;
  }

  /** The values of its rows, for who copies them. */
  get values(): ChunkColumns {
    return this.#columns;
  }

  /** Every trace of the chunk, in row order. */
  traces(): readonly (readonly [traceId: string, rows: RowRange])[] {
    const ids = this.#sections.bytes(SECTION.traceIds);
    return Array.from({ length: this.#sections.traceCount }, (_, index) => [
      readId(ids, 16 * index, 16),
      this.#rangeOf(index),
    ]);
  }

  rowsOf(traceId: string): RowRange | undefined {
    const ids = this.#sections.bytes(SECTION.traceIds);
    const index = findId(ids, idBytes(traceId), 0, this.#sections.traceCount);
    return index < 0 ? undefined : this.#rangeOf(index);
  }

  /** Rows of spans within their trace's rows, by their ids: each row is looked at once. A chunk holds an id of a trace once. */
  rowsOfSpans(spanIds: ReadonlySet<string>, { from, to }: RowRange): ReadonlyMap<string, number> {
    const rows = new Map<string, number>();
    const ids = this.#sections.bytes(SECTION.spanIds);
    const view = new DataView(ids.buffer, ids.byteOffset, ids.length);
    const sums = new Set<number>();
    for (const spanId of spanIds)
      sums.add(Number.parseInt(spanId.slice(0, 8), 16) ^ Number.parseInt(spanId.slice(8), 16));
    for (let row = from; row < to && rows.size < spanIds.size; row++) {
      // Most are none of them, which half of an id tells without a text.
      if (!sums.has(view.getInt32(8 * row) ^ view.getInt32(8 * row + 4))) continue;
      const spanId = readId(ids, 8 * row, 8);
      if (spanIds.has(spanId)) rows.set(spanId, row);
    }
    return rows;
  }

  isPending(row: number): boolean {
    return (this.#columns.number(SECTION.flags, row) & FLAG.pending) !== 0;
  }

  /** Spans of a trace: all of its rows, or some of them. */
  columns(traceId: string, rows: RowRange, range: RowRange = rows): SpanColumns[] {
    const parents = this.#columns.parents(rows, range);
    return this.#columns
      .spanIds(range)
      .map((spanId, index) => spanOfRow(this.#columns, range.from + index, traceId, spanId, parents[index]!));
  }

  /** Spans of a trace with what its skeleton needs. */
  skeletonSpans(rows: RowRange): SkeletonSpan[] {
    const parents = this.#columns.parents(rows, rows);
    return this.#columns
      .spanIds(rows)
      .map((spanId, index) => skeletonSpanOfRow(this.#columns, rows.from + index, spanId, parents[index]!));
  }

  /** Rows with equal numbers have the same origin. */
  originNumber(row: number): number {
    return this.#columns.number(SECTION.origin, row);
  }

  /** The same object for rows of the same origin. */
  origin(row: number): Origin {
    const number = this.originNumber(row);
    const known = this.#origins.get(number);
    if (known !== undefined) return known;
    this.#originParts ??= this.#readOriginParts();
    const { bytes, ends } = this.#originParts;
    const [start, middle, end] = [ends[2 * number]!, ends[2 * number + 1]!, ends[2 * number + 2]!];
    // Copies: whoever keeps one keeps nothing else of the chunk.
    const origin = { resource: bytes.slice(start, middle), scope: bytes.slice(middle, end) };
    this.#origins.set(number, origin);
    return origin;
  }

  payloadPlace(row: number): PayloadPlace {
    return this.#places().of(row);
  }

  /** The payload of every row. @throws DamagedChunk if a frame cannot be unpacked. */
  payloads(frameOf: (frame: number) => Uint8Array): Uint8Array[] {
    return this.#places().readAll(frameOf);
  }

  /** Where the payload of each row begins, and the last one ends, in all of them one behind the other. */
  payloadStarts(): Float64Array {
    return this.#places().starts();
  }

  /** First row of each frame, and the row behind the last one. */
  frameBounds(): readonly number[] {
    return this.#places().bounds;
  }

  /** Unpacks the payloads so. @throws DamagedChunk if a frame cannot be unpacked. */
  payloadsInto(target: Uint8Array, frameOf: (frame: number) => Uint8Array): void {
    this.#places().readInto(target, frameOf);
  }

  /** How many ended spans of a trace begin before their parent does, as `skewedSpans` has it. */
  skewedSpans({ from, to }: RowRange): number {
    const columns = this.#columns;
    const parents = columns.column(SECTION.parent);
    const low = columns.column(SECTION.startLow);
    const high = columns.column(SECTION.startHigh);
    let count = 0;
    for (let row = from; row < to; row++) {
      const parent = parents.at(row);
      if (parent < 0 || this.isPending(row)) continue;
      const aheadNs = (high.at(from + parent) - high.at(row)) * 2 ** 32 + low.at(from + parent) - low.at(row);
      if (aheadNs > SKEW_TOLERANCE_NS) count++;
    }
    return count;
  }

  #readOriginParts(): { readonly bytes: Uint8Array; readonly ends: Float64Array } {
    const lengths = this.#columns.column(SECTION.originLengths);
    const ends = new Float64Array(this.#sections.size(SECTION.originLengths) + 1);
    for (let part = 1; part < ends.length; part++) ends[part] = ends[part - 1]! + lengths.at(part - 1);
    return { bytes: this.#sections.bytes(SECTION.origins), ends };
  }

  #places(): PayloadPlaces {
    this.#payloads ??= new PayloadPlaces(
      this.#columns.column(SECTION.payloadLength),
      this.#columns.column(SECTION.frameFirstRow),
      this.#sections.size(SECTION.frameFirstRow),
      this.spanCount,
    );
    return this.#payloads;
  }

  #rangeOf(traceIndex: number): RowRange {
    const rows = this.#columns.column(SECTION.traceFirstRow);
    return { from: rows.at(traceIndex), to: rows.at(traceIndex + 1) };
  }
}

/** Index of an id among ids of its length, -1 if it is not there. */
function findId(ids: Uint8Array, id: Uint8Array, from: number, to: number): number {
  const all = Buffer.from(ids.buffer, ids.byteOffset, ids.length);
  for (let index = from; index < to; index++) {
    const start = index * id.length;
    if (all[start] === id[0] && all.compare(id, 0, id.length, start, start + id.length) === 0) return index;
  }
  return -1;
}
