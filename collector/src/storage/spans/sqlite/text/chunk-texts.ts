import { TRACEWRIGHT } from '@tracewright/schema';
import { spanTexts } from '../../../../filter/span-texts.ts';
import { wordsOf } from '../../../../filter/words.ts';
import type { AttributeValue } from '../../../../otlp/attributes.ts';
import { droppedCount } from '../../../../otlp/dropped-count.ts';
import type { OtlpSpan } from '../../../../otlp/otlp-request.ts';
import { skewedSpans } from '../../store-quality.ts';
import { decodeStored } from '../../subjects.ts';
import type { ChunkTable, StoredChunk } from '../chunk-table.ts';
import { AttributePlaces } from './attribute-places.ts';
import { DROPPED_TERM } from './attribute-terms.ts';
import { encodeTerms, type TermBlocks, termOf } from './term-blocks.ts';

/**
 * Different words that are kept of a chunk. Texts hardly have more of them; what has, such as a dump of random numbers,
 * would fill the heap. Traces whose words do not fit are unsure.
 */
const MAX_TERMS = 250_000;

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

/**
 * Reads all texts of a chunk. Of what is damaged nothing is known: then all of its traces are unsure.
 *
 * @param isPassedOver Treats it as if it were damaged
 */
export function readChunkTexts(chunks: ChunkTable, chunk: StoredChunk, isPassedOver: boolean): ChunkTexts {
  const { id, reader } = chunk;
  const traces = reader.traces();
  const traceIds = traces.map(([traceId]) => traceId);
  const payloads = isPassedOver
    ? undefined
    : chunks.attempt(id, () => reader.payloads((frame) => chunks.frame(id, frame)));
  const words = new WordPlaces();
  const unsure: number[] = [];
  let truncated = 0;
  let skewed = 0;
  for (const [place, [, rows]] of traces.entries()) {
    let isUnsure = payloads === undefined;
    words.open(place);
    for (let row = rows.from; row < rows.to && payloads !== undefined; row++) {
      if (reader.isPending(row)) isUnsure = true;
      else {
        const sent = decodeStored(payloads[row]!);
        if (sent?.attributes.get(TRACEWRIGHT.truncated) !== undefined) truncated++;
        if (!words.add(sent)) isUnsure = true;
      }
    }
    skewed += skewedSpans(reader.skeletonSpans(rows));
    if (isUnsure) unsure.push(place);
  }
  const terms = encodeTerms(words.terms(), traces.length);
  return { traceIds, unsure, spanCount: reader.spanCount, truncated, skewed, ...terms };
}

/** Gathers in which traces each word stands, and each attribute. */
class WordPlaces {
  readonly #words = new Map<string, number[]>();
  readonly #attributes = new AttributePlaces();
  /** Steps of a trace repeat what they were given: each text of it is split once. */
  readonly #seen = new Set<string>();
  #place = 0;
  /** Whether something of the trace that is open was left out. */
  #isFull = false;

  open(place: number): void {
    this.#place = place;
    this.#isFull = false;
    this.#seen.clear();
  }

  /** @returns false if words of it were left out */
  add(span: OtlpSpan | undefined): boolean {
    const texts = spanTexts(span, (key, value) => this.#addAttribute(key, value));
    for (const text of texts) {
      if (this.#seen.has(text)) continue;
      this.#seen.add(text);
      for (const word of wordsOf(text)) this.#note(termOf(word));
    }
    if (span !== undefined && droppedCount(span.payload) > 0) this.#note(DROPPED_TERM);
    return !this.#isFull;
  }

  /** All of them, with the traces that each stands in. */
  terms(): ReadonlyMap<string, readonly number[]> {
    const terms = new Map<string, readonly number[]>(this.#words);
    this.#attributes.writeTo(terms);
    return terms;
  }

  #addAttribute(key: string, value: AttributeValue): void {
    const isKept = this.#attributes.add(key, value, this.#place, MAX_TERMS - this.#words.size);
    if (!isKept) this.#isFull = true;
  }

  #note(term: string): void {
    const places = this.#words.get(term);
    if (places !== undefined) {
      if (places.at(-1) !== this.#place) places.push(this.#place);
    } else if (this.#words.size + this.#attributes.count < MAX_TERMS) this.#words.set(term, [this.#place]);
    else this.#isFull = true;
  }
}
