import type { ChunkTable, StoredChunk } from '../chunk-table.ts';
import { ChunkBytes } from './chunk-bytes.ts';
import { SpanTerms } from './span-terms.ts';
import { encodeTerms, type TermBlocks } from './term-blocks.ts';
import { TermPlaces } from './term-places.ts';

/** Payloads that memory is held for from one chunk to the next, bytes. */
const USUAL_BYTES = 8 * 1024 * 1024;

/** The words of a chunk's spans, and its traces, whose places in this list are what the words point to. */
export interface ChunkTexts extends TermBlocks {
  readonly traceIds: readonly string[];
  /** Places of the traces with spans that still run: their ended records may say something else. */
  readonly unsure: readonly number[];
  readonly spanCount: number;
  /** Ended spans with content that was cut, and those that begin before their parent. */
  readonly truncated: number;
  readonly skewed: number;
}

/** Reads texts of chunks, one after the other. Keeps its memory from one to the next: a thread needs one of it. */
export class ChunkTextReader {
  readonly #places = new TermPlaces();
  readonly #spans = new SpanTerms(this.#places);
  #memory = new ArrayBuffer(0);

  /**
   * Reads all texts of a chunk. Of what is damaged nothing is known: then all of its traces are unsure.
   *
   * @param isPassedOver Treats it as if it were damaged
   */
  read(chunks: ChunkTable, { id, reader }: StoredChunk, isPassedOver: boolean): ChunkTexts {
    const traces = reader.traces();
    const starts = reader.payloadStarts();
    const bytes = this.#room(isPassedOver ? 0 : starts.at(-1)!);
    const isRead =
      !isPassedOver &&
      chunks.attempt(id, () => {
        reader.payloadsInto(bytes.bytes, (frame) => chunks.frame(id, frame));
        return true;
      }) === true;
    this.#places.clear();
    this.#spans.open(bytes);
    const unsure: number[] = [];
    let truncated = 0;
    let skewed = 0;
    for (const [place, [, rows]] of traces.entries()) {
      let isUnsure = !isRead;
      this.#places.nextTrace();
      for (let row = rows.from; row < rows.to && isRead; row++) {
        if (reader.isPending(row)) isUnsure = true;
        else {
          const { isWhole, isTruncated } = this.#spans.add(starts[row]!, starts[row + 1]!);
          if (isTruncated) truncated++;
          if (!isWhole) isUnsure = true;
        }
      }
      skewed += reader.skewedSpans(rows);
      if (isUnsure) unsure.push(place);
    }
    const terms = encodeTerms(this.#places.ordered(), traces.length);
    return {
      traceIds: traces.map(([traceId]) => traceId),
      unsure,
      spanCount: reader.spanCount,
      truncated,
      skewed,
      ...terms,
    };
  }

  /** Twice as much as the payloads: what is unpacked of them comes behind. */
  #room(length: number): ChunkBytes {
    if (this.#memory.byteLength < 2 * length)
      this.#memory = new ArrayBuffer(2 * Math.max(length, Math.min(USUAL_BYTES, 2 * length)));
    const bytes = new ChunkBytes(this.#memory, length);
    if (this.#memory.byteLength > 2 * USUAL_BYTES) this.#memory = new ArrayBuffer(0);
    return bytes;
  }
}
