import { ByteStrings } from './byte-strings.ts';
import { sortByBytes } from './sort-by-bytes.ts';

/**
 * Different words that are kept of a chunk. Texts hardly have more of them; what has, such as a dump of random numbers,
 * would fill the memory. Traces whose words do not fit are unsure.
 */
const MAX_TERMS = 250_000;

/** Terms in the order of their bytes, with the places of the traces that each stands in. */
export interface OrderedTerms {
  readonly terms: ByteStrings;
  readonly order: Int32Array;
  /** Of all terms, ascending for each: those of a term begin at its number in `from`, and end at the next one's. */
  readonly places: Uint16Array;
  readonly from: Int32Array;
}

/** Gathers in which traces of a chunk each term stands. */
export class TermPlaces {
  readonly terms: ByteStrings = new ByteStrings(MAX_TERMS);
  /** Place of the last trace that each term was noted for, plus one. */
  #last = new Int32Array(1_024);
  /** Terms in the order in which they were noted, each once for a trace. */
  #noted = new Int32Array(16_384);
  #notedCount = 0;
  /** Where those of each trace begin. */
  readonly #begins: number[] = [];

  clear(): void {
    if (this.#last.length > 4 * 65_536) this.#last = new Int32Array(1_024);
    else this.#last.fill(0, 0, this.terms.count);
    if (this.#noted.length > 4 * 1_048_576) this.#noted = new Int32Array(16_384);
    this.terms.clear();
    this.#notedCount = 0;
    this.#begins.length = 0;
  }

  /** Begins the next trace of the chunk: the first one has place 0. */
  nextTrace(): void {
    this.#begins.push(this.#notedCount);
  }

  /** Notes for the trace at hand that it has a term. */
  note(term: number): void {
    const place = this.#begins.length;
    if (term >= this.#last.length) this.#last = grown(this.#last, term + 1);
    if (this.#last[term] === place) return;
    this.#last[term] = place;
    if (this.#notedCount === this.#noted.length) this.#noted = grown(this.#noted, this.#notedCount + 1);
    this.#noted[this.#notedCount++] = term;
  }

  /** Terms that were noted for no trace are left out. */
  ordered(): OrderedTerms {
    const { count } = this.terms;
    const from = new Int32Array(count + 1);
    for (let at = 0; at < this.#notedCount; at++) from[this.#noted[at]! + 1]!++;
    let used = 0;
    for (let term = 0; term < count; term++) if (from[term + 1]! > 0) used++;
    const order = new Int32Array(used);
    for (let term = 0, at = 0; term < count; term++) if (from[term + 1]! > 0) order[at++] = term;
    for (let term = 0; term < count; term++) from[term + 1]! += from[term]!;
    const next = from.slice();
    const places = new Uint16Array(this.#notedCount);
    for (const [place, begin] of this.#begins.entries()) {
      const end = this.#begins[place + 1] ?? this.#notedCount;
      for (let at = begin; at < end; at++) places[next[this.#noted[at]!]!++] = place;
    }
    sortByBytes(this.terms, order);
    return { terms: this.terms, order, places, from };
  }
}

/** The same numbers, with zeros behind them. */
export function grown(numbers: Int32Array, atLeast: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(2 * numbers.length, atLeast));
  larger.set(numbers);
  return larger;
}
