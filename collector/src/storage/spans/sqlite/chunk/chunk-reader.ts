import { type Nanos, type NanoUsd, STEP_KINDS } from '@tracewright/schema';
import type { SpanColumns } from '../../span-store.ts';
import type { SkeletonSpan } from '../../trace-skeleton.ts';
import type { Origin } from './chunk-plan.ts';
import { DamagedChunk } from './damaged-chunk.ts';
import { decodeDictionary } from './dictionary.ts';
import { idBytes, readId } from './id-bytes.ts';
import { FLAG, PARENT, SECTION, type SectionId } from './section.ts';
import { type NumberColumn, SectionReader } from './section-reader.ts';
import { decompress } from './zstd.ts';

/** Rows of one trace in a chunk: `from` up to, and not including, `to`. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Where a payload lies: in which frame, and where in it once it is unpacked. */
export interface PayloadPlace {
  readonly frame: number;
  readonly frameBytes: number;
  readonly offset: number;
  readonly length: number;
}

/** Reads spans out of a chunk. */
export class ChunkReader {
  readonly #sections: SectionReader;
  readonly #columns = new Map<SectionId, NumberColumn>();
  #texts: readonly string[] | undefined;
  #previews: readonly [text: string, offsets: Uint32Array] | undefined;

  /** @throws DamagedChunk if the bytes are not what was written. */
  constructor(bytes: Uint8Array) {
    this.#sections = new SectionReader(bytes);
  }

  get spanCount(): number {
    return this.#sections.spanCount;
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

  /** Row of a span within its trace's rows, -1 if it is not there. A chunk holds an id of a trace once. */
  rowOf(spanId: string, { from, to }: RowRange): number {
    return findId(this.#sections.bytes(SECTION.spanIds), idBytes(spanId), from, to);
  }

  isPending(row: number): boolean {
    return (this.#number(SECTION.flags, row) & FLAG.pending) !== 0;
  }

  /** Spans of a trace: all of its rows, or some of them. */
  columns(traceId: string, rows: RowRange, range: RowRange = rows): SpanColumns[] {
    const ids = this.#sections.bytes(SECTION.spanIds);
    const idOf = (row: number): string => readId(ids, 8 * row, 8);
    const parents = this.#parents(SECTION.parent, SECTION.parentsElsewhere, rows, range, idOf);
    const fallbacks = this.#parents(SECTION.fallbackParent, SECTION.fallbackParentsElsewhere, rows, range, idOf);
    const spans: SpanColumns[] = [];
    for (let row = range.from; row < range.to; row++) {
      const flags = this.#number(SECTION.flags, row);
      const startNs = this.#wide(SECTION.startLow, SECTION.startHigh, row);
      const parentSpanId = parents[row - range.from]!;
      spans.push({
        traceId,
        spanId: idOf(row),
        parentSpanId,
        fallbackParentSpanId: fallbacks[row - range.from] ?? parentSpanId,
        name: this.#text(SECTION.name, row),
        kind: STEP_KINDS[this.#number(SECTION.kind, row)] ?? 'task',
        otelKind: this.#number(SECTION.otelKind, row),
        startNs: startNs as Nanos,
        endNs: (startNs + this.#wide(SECTION.lengthLow, SECTION.lengthHigh, row)) as Nanos,
        statusCode: this.#number(SECTION.status, row) as 0 | 1 | 2,
        isPending: (flags & FLAG.pending) !== 0,
        service: this.#text(SECTION.service, row),
        provider: this.#text(SECTION.provider, row),
        model: this.#text(SECTION.model, row),
        ttftUs: this.#number(SECTION.ttftUs, row),
        inputTokens: this.#number(SECTION.inputTokens, row),
        outputTokens: this.#number(SECTION.outputTokens, row),
        cacheReadTokens: this.#number(SECTION.cacheReadTokens, row),
        cacheWriteTokens: this.#number(SECTION.cacheWriteTokens, row),
        reasoningTokens: this.#number(SECTION.reasoningTokens, row),
        isUsageEstimated: (flags & FLAG.usageEstimated) !== 0,
        isStreamInput: (flags & FLAG.streamInput) !== 0,
        costNanoUsd: this.#number(SECTION.costNanoUsd, row) as NanoUsd | -1,
        isCostPartial: (flags & FLAG.costPartial) !== 0,
        costSource: this.#text(SECTION.costSource, row),
        sessionId: this.#text(SECTION.sessionId, row),
        userId: this.#text(SECTION.userId, row),
        runId: this.#text(SECTION.runId, row),
        promptName: this.#text(SECTION.promptName, row),
        promptVersion: this.#text(SECTION.promptVersion, row),
        preview: this.#preview(row),
      });
    }
    return spans;
  }

  /** Spans of a trace with what its skeleton needs, at half the cost of all their columns. */
  skeletonSpans(rows: RowRange): SkeletonSpan[] {
    const ids = this.#ids(rows);
    const idOf = (row: number): string => ids[row - rows.from]!;
    const parents = this.#parents(SECTION.parent, SECTION.parentsElsewhere, rows, rows, idOf);
    const fallbacks = this.#parents(SECTION.fallbackParent, SECTION.fallbackParentsElsewhere, rows, rows, idOf);
    return ids.map((spanId, index): SkeletonSpan => {
      const row = rows.from + index;
      const flags = this.#number(SECTION.flags, row);
      const startNs = this.#wide(SECTION.startLow, SECTION.startHigh, row);
      const parentSpanId = parents[index]!;
      return {
        spanId,
        parentSpanId,
        fallbackParentSpanId: fallbacks[index] ?? parentSpanId,
        name: this.#text(SECTION.name, row),
        kind: STEP_KINDS[this.#number(SECTION.kind, row)] ?? 'task',
        otelKind: this.#number(SECTION.otelKind, row),
        startNs: startNs as Nanos,
        endNs: (startNs + this.#wide(SECTION.lengthLow, SECTION.lengthHigh, row)) as Nanos,
        statusCode: this.#number(SECTION.status, row) as 0 | 1 | 2,
        isPending: (flags & FLAG.pending) !== 0,
        service: this.#text(SECTION.service, row),
        model: this.#text(SECTION.model, row),
        ttftUs: this.#number(SECTION.ttftUs, row),
        inputTokens: this.#number(SECTION.inputTokens, row),
        outputTokens: this.#number(SECTION.outputTokens, row),
        isStreamInput: (flags & FLAG.streamInput) !== 0,
        costNanoUsd: this.#number(SECTION.costNanoUsd, row) as NanoUsd | -1,
      };
    });
  }

  /** Rows with equal numbers have the same origin. */
  originNumber(row: number): number {
    return this.#number(SECTION.origin, row);
  }

  origin(row: number): Origin {
    const bytes = this.#sections.bytes(SECTION.origins);
    const lengths = this.#column(SECTION.originLengths);
    const index = 2 * this.#number(SECTION.origin, row);
    let offset = 0;
    for (let part = 0; part < index; part++) offset += lengths.at(part);
    const middle = offset + lengths.at(index);
    return { resource: bytes.slice(offset, middle), scope: bytes.slice(middle, middle + lengths.at(index + 1)) };
  }

  payloadPlace(row: number): PayloadPlace {
    const frameRows = this.#column(SECTION.frameFirstRow);
    const lengths = this.#column(SECTION.payloadLength);
    const frames = this.#sections.size(SECTION.frameFirstRow);
    let frame = 0;
    while (frame + 1 < frames && frameRows.at(frame + 1) <= row) frame++;
    const end = frame + 1 < frames ? frameRows.at(frame + 1) : this.spanCount;
    let offset = 0;
    let frameBytes = 0;
    for (let at = frameRows.at(frame); at < end; at++) {
      if (at === row) offset = frameBytes;
      frameBytes += lengths.at(at);
    }
    return { frame, frameBytes, offset, length: lengths.at(row) };
  }

  /** The payload of every row. @throws DamagedChunk if a frame cannot be unpacked. */
  payloads(frameOf: (frame: number) => Uint8Array): Uint8Array[] {
    const frameRows = this.#column(SECTION.frameFirstRow);
    const frames = this.#sections.size(SECTION.frameFirstRow);
    const payloads: Uint8Array[] = [];
    for (let frame = 0; frame < frames; frame++) {
      const { frameBytes } = this.payloadPlace(frameRows.at(frame));
      const bytes = unpack(frameOf(frame), frameBytes);
      const end = frame + 1 < frames ? frameRows.at(frame + 1) : this.spanCount;
      let offset = 0;
      for (let row = frameRows.at(frame); row < end; row++) {
        const length = this.#number(SECTION.payloadLength, row);
        payloads.push(bytes.subarray(offset, offset + length));
        offset += length;
      }
    }
    return payloads;
  }

  #rangeOf(traceIndex: number): RowRange {
    const rows = this.#column(SECTION.traceFirstRow);
    return { from: rows.at(traceIndex), to: rows.at(traceIndex + 1) };
  }

  /** Ids of the parents of a trace's rows; undefined where the fallback is the parent itself. */
  #parents(
    column: SectionId,
    elsewhereSection: SectionId,
    trace: RowRange,
    { from, to }: RowRange,
    idOf: (row: number) => string,
  ): (string | undefined)[] {
    const elsewhere = this.#sections.bytes(elsewhereSection);
    const parents = this.#column(column);
    let used = 0;
    if (elsewhere.length > 0) for (let row = 0; row < from; row++) if (parents.at(row) === PARENT.elsewhere) used++;
    return Array.from({ length: to - from }, (_, index) => {
      const parent = parents.at(from + index);
      if (parent === PARENT.none) return '';
      if (parent === PARENT.sameAsParent) return undefined;
      if (parent === PARENT.elsewhere) return readId(elsewhere, 8 * used++, 8);
      return idOf(trace.from + parent);
    });
  }

  /** All at once: several times faster than one by one. */
  #ids({ from, to }: RowRange): string[] {
    const hex = readId(this.#sections.bytes(SECTION.spanIds), 8 * from, 8 * (to - from));
    return Array.from({ length: to - from }, (_, index) => hex.slice(16 * index, 16 * index + 16));
  }

  #preview(row: number): string {
    if (this.#previews === undefined) {
      const offsets = new Uint32Array(this.spanCount + 1);
      const lengths = this.#column(SECTION.previewLength);
      for (let at = 0; at < this.spanCount; at++) offsets[at + 1] = offsets[at]! + lengths.at(at);
      const bytes = this.#sections.bytes(SECTION.previews);
      this.#previews = [Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(), offsets];
    }
    const [text, offsets] = this.#previews;
    return text.slice(offsets[row]!, offsets[row + 1]!);
  }

  #text(column: SectionId, row: number): string {
    this.#texts ??= decodeDictionary(this.#sections.bytes(SECTION.dictionary));
    return this.#texts[this.#number(column, row)] ?? '';
  }

  #wide(low: SectionId, high: SectionId, row: number): bigint {
    return (BigInt(this.#number(high, row)) << 32n) | BigInt(this.#number(low, row));
  }

  #number(column: SectionId, row: number): number {
    return this.#column(column).at(row);
  }

  #column(id: SectionId): NumberColumn {
    const known = this.#columns.get(id);
    if (known !== undefined) return known;
    const column = this.#sections.numbers(id);
    this.#columns.set(id, column);
    return column;
  }
}

/** One payload out of its frame. @throws DamagedChunk if the frame cannot be unpacked. */
export function readPayload(frame: Uint8Array, { frameBytes, offset, length }: PayloadPlace): Uint8Array {
  return unpack(frame, frameBytes).slice(offset, offset + length);
}

function unpack(frame: Uint8Array, length: number): Uint8Array {
  try {
    return decompress(frame, length);
  } catch (error) {
    throw new DamagedChunk('a payload frame cannot be unpacked', { cause: error });
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
