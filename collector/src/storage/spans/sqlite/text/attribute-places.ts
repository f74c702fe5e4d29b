import type { FilterValue } from '../../../../filter/expression.ts';
import { attributeValues } from '../../../../filter/field-values.ts';
import type { AttributeValue } from '../../../../otlp/attributes.ts';
import { hasTerm, keyTerm, pairTerm } from './attribute-terms.ts';

/** Of one key, the places of the traces that have a value, and of those that have each one. */
interface KeyPlaces {
  /** What the span before had: mostly it is the same again. */
  last: AttributeValue | undefined;
  lastPlace: number;
  readonly any: number[];
  readonly values: Map<FilterValue, number[]>;
}

/** Gathers in which traces each attribute stands: by keys and values, so that each has its term written once. */
export class AttributePlaces {
  readonly #keys = new Map<string, KeyPlaces>();
  #count = 0;

  /** So many terms at most have to be kept of them. */
  get count(): number {
    return this.#count;
  }

  /** @param place not below any before @returns false if there was no room for all of it */
  add(key: string, value: AttributeValue, place: number, maxCount: number): boolean {
    let known = this.#keys.get(key);
    if (known?.lastPlace === place && known.last === value) return true;
    const values = attributeValues(value);
    if (values.length === 0) return true;
    if (known === undefined) {
      if (this.#count >= maxCount) return false;
      this.#count++;
      known = { last: undefined, lastPlace: -1, any: [], values: new Map() };
      this.#keys.set(key, known);
    }
    if (known.any.at(-1) !== place) known.any.push(place);
    for (const each of values) {
      if (!hasTerm(each)) continue;
      const places = known.values.get(each);
      if (places !== undefined) {
        if (places.at(-1) !== place) places.push(place);
      } else {
        if (this.#count >= maxCount) return false;
        this.#count++;
        known.values.set(each, [place]);
      }
    }
    known.last = value;
    known.lastPlace = place;
    return true;
  }

  /** Writes their terms among those of words. */
  writeTo(terms: Map<string, readonly number[]>): void {
    // Keys that were cut share a term, and hashes may: of thousands in one the places are put in order once.
    const shared = new Map<string, Set<number>>();
    for (const [key, { any, values }] of this.#keys) {
      add(terms, shared, keyTerm(key), any);
      for (const [value, places] of values) add(terms, shared, pairTerm(key, value), places);
    }
    for (const [term, places] of shared) {
      terms.set(
        term,
        [...places].sort((a, b) => a - b),
      );
    }
  }
}

/** @param shared gets the places of terms that come again */
function add(
  terms: Map<string, readonly number[]>,
  shared: Map<string, Set<number>>,
  term: string,
  places: readonly number[],
): void {
  const known = terms.get(term);
  if (known === undefined) {
    terms.set(term, places);
    return;
  }
  let all = shared.get(term);
  if (all === undefined) {
    all = new Set(known);
    shared.set(term, all);
  }
  for (const place of places) all.add(place);
}
