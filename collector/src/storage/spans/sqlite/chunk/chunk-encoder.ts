import { STEP_KINDS } from '@tracewright/schema';
import type { Origin } from '../../arrivals.ts';
import type { SpanRecord } from '../../span-record.ts';
import { MAX_CHUNK_SPANS, type Segment } from './chunk-plan.ts';
import type { CopiedTrace } from './copied-chunk.ts';
import { DictionaryBuilder } from './dictionary.ts';
import { writeId } from './id-bytes.ts';
import { ParentRows } from './parent-rows.ts';
import { FramePacker, type StoreFrame } from './payload-frames.ts';
import { FLAG, ROW_SECTIONS, SECTION, SECTION_COUNT } from './section.ts';
import { SectionWriter } from './section-writer.ts';

const KIND_CODES = new Map(STEP_KINDS.map((kind, code) => [kind, code]));

/** What the rows of a chunk have in common. */
interface Gathered {
  readonly dictionary: DictionaryBuilder;
  readonly parents: ParentRows;
  readonly origins: Map<Origin, number>;
  readonly previews: string[];
}

/** Turns spans into chunks. Keeps its column buffers from one chunk to the next: a writer needs one of it. */
export class ChunkEncoder {
  readonly #columns: readonly Float64Array[] = Array.from(
    { length: SECTION_COUNT },
    (_, id) => new Float64Array((ROW_SECTIONS as readonly number[]).includes(id) ? MAX_CHUNK_SPANS : 0),
  );
  readonly #spanIds = new Uint8Array(8 * MAX_CHUNK_SPANS);
  readonly #frames = new FramePacker();
  /** Halves of a 64-bit number without arithmetic on bigints. */
  readonly #wide = new BigUint64Array(1);
  readonly #halves = new Uint32Array(this.#wide.buffer);

  /**
   * @param segments at most {@link MAX_CHUNK_SPANS} spans in all.
   * @returns the columns; the payloads go to `storeFrame`.
   */
  encode(segments: readonly Segment[], storeFrame: StoreFrame): Uint8Array {
    const traceIds = new Uint8Array(16 * segments.length);
    const firstRows = new Float64Array(segments.length + 1);
    const dictionary = new DictionaryBuilder();
    const parents = new ParentRows(this.#columns[SECTION.parent]!, this.#columns[SECTION.fallbackParent]!);
    const origins = new Map<Origin, number>();
    const previews: string[] = [];
    let row = 0;
    for (const [index, { trace, from, to }] of segments.entries()) {
      writeId(trace.traceId, traceIds, 16 * index);
      firstRows[index] = row;
      if ('chunk' in trace) {
        row = this.#copy(trace, row, { dictionary, parents, origins, previews });
        continue;
      }
      parents.write(trace.spans, from, to, row);
      for (let at = from; at < to; at++, row++) {
        const span = trace.spans[at]!;
        this.#writeNumbers(span, row);
        this.#writeTexts(span, row, dictionary);
        this.#columns[SECTION.origin]![row] = numberOf(trace.origins[at]!, origins);
        previews.push(span.preview);
      }
    }
    firstRows[segments.length] = row;

    const writer = new SectionWriter();
    writer.bytes(SECTION.traceIds, traceIds);
    writer.numbers(SECTION.traceFirstRow, firstRows, firstRows.length);
    writer.bytes(SECTION.spanIds, this.#spanIds.subarray(0, 8 * row));
    for (const id of ROW_SECTIONS) writer.numbers(id, this.#columns[id]!, row);
    writer.bytes(SECTION.parentsElsewhere, parents.elsewhere());
    writer.bytes(SECTION.fallbackParentsElsewhere, parents.fallbacksElsewhere());
    writer.bytes(SECTION.previews, Buffer.from(previews.join('')), true);
    writer.bytes(SECTION.dictionary, dictionary.encode(), true);
    writeOrigins(writer, [...origins.keys()]);
    const frameRows = this.#frames.pack(segments, storeFrame);
    writer.numbers(SECTION.frameFirstRow, Float64Array.from(frameRows), frameRows.length);
    return writer.finish(row, segments.length);
  }

  /** @returns the row behind them */
  #copy({ chunk, rows }: CopiedTrace, row: number, { dictionary, parents, origins, previews }: Gathered): number {
    chunk.copySpanIds(rows, this.#spanIds, row);
    chunk.copyNumbers(rows, this.#columns, row);
    chunk.copyParents(rows, row, parents);
    previews.push(chunk.previews(rows));
    for (let at = rows.from; at < rows.to; at++) {
      const to = row + at - rows.from;
      chunk.copyTexts(at, this.#columns, to, dictionary);
      this.#columns[SECTION.origin]![to] = numberOf(chunk.origin(at), origins);
    }
    return row + rows.to - rows.from;
  }

  #writeNumbers(span: SpanRecord, row: number): void {
    const columns = this.#columns;
    writeId(span.spanId, this.#spanIds, 8 * row);
    this.#wide[0] = span.startNs;
    columns[SECTION.startLow]![row] = this.#halves[0]!;
    columns[SECTION.startHigh]![row] = this.#halves[1]!;
    this.#wide[0] = span.endNs - span.startNs;
    columns[SECTION.lengthLow]![row] = this.#halves[0]!;
    columns[SECTION.lengthHigh]![row] = this.#halves[1]!;
    columns[SECTION.kind]![row] = KIND_CODES.get(span.kind)!;
    columns[SECTION.otelKind]![row] = span.otelKind;
    columns[SECTION.status]![row] = span.statusCode;
    columns[SECTION.flags]![row] =
      (span.isPending ? FLAG.pending : 0) |
      (span.isUsageEstimated ? FLAG.usageEstimated : 0) |
      (span.isStreamInput ? FLAG.streamInput : 0) |
      (span.isCostPartial ? FLAG.costPartial : 0);
    columns[SECTION.ttftUs]![row] = span.ttftUs;
    columns[SECTION.inputTokens]![row] = span.inputTokens;
    columns[SECTION.outputTokens]![row] = span.outputTokens;
    columns[SECTION.cacheReadTokens]![row] = span.cacheReadTokens;
    columns[SECTION.cacheWriteTokens]![row] = span.cacheWriteTokens;
    columns[SECTION.reasoningTokens]![row] = span.reasoningTokens;
    columns[SECTION.costNanoUsd]![row] = span.costNanoUsd;
    columns[SECTION.previewLength]![row] = span.preview.length;
    columns[SECTION.payloadLength]![row] = span.payload.length;
  }

  #writeTexts(span: SpanRecord, row: number, dictionary: DictionaryBuilder): void {
    const columns = this.#columns;
    columns[SECTION.name]![row] = dictionary.number(span.name, SECTION.name);
    columns[SECTION.service]![row] = dictionary.number(span.service, SECTION.service);
    columns[SECTION.provider]![row] = dictionary.number(span.provider, SECTION.provider);
    columns[SECTION.model]![row] = dictionary.number(span.model, SECTION.model);
    columns[SECTION.costSource]![row] = dictionary.number(span.costSource, SECTION.costSource);
    columns[SECTION.sessionId]![row] = dictionary.number(span.sessionId, SECTION.sessionId);
    columns[SECTION.userId]![row] = dictionary.number(span.userId, SECTION.userId);
    columns[SECTION.runId]![row] = dictionary.number(span.runId, SECTION.runId);
    columns[SECTION.promptName]![row] = dictionary.number(span.promptName, SECTION.promptName);
    columns[SECTION.promptVersion]![row] = dictionary.number(span.promptVersion, SECTION.promptVersion);
  }
}

function numberOf(origin: Origin, origins: Map<Origin, number>): number {
  const known = origins.get(origin);
  if (known !== undefined) return known;
  origins.set(origin, origins.size);
  return origins.size - 1;
}

/** Resource and scope of each origin, one behind the other. */
function writeOrigins(writer: SectionWriter, origins: readonly Origin[]): void {
  const parts = origins.flatMap(({ resource, scope }) => [resource, scope]);
  writer.numbers(
    SECTION.originLengths,
    Float64Array.from(parts, (part) => part.length),
    parts.length,
  );
  writer.bytes(SECTION.origins, Buffer.concat(parts), true);
}
