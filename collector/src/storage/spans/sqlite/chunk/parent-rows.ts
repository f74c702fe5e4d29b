import type { SpanRecord } from '../../span-record.ts';
import { writeId } from './id-bytes.ts';
import { PARENT } from './section.ts';

/** Up to this many spans, comparing with each is faster than building an index. */
const MAX_SCANNED = 24;

/**
 * Writes parents as rows, relative to the first row of their trace, so that a tree is read without looking ids up.
 * Parents that are not among the rows keep their id in a list beside the column.
 */
export class ParentRows {
  readonly #parents: Float64Array;
  readonly #fallbacks: Float64Array;
  readonly #elsewhere: string[] = [];
  readonly #fallbacksElsewhere: string[] = [];

  constructor(parents: Float64Array, fallbacks: Float64Array) {
    this.#parents = parents;
    this.#fallbacks = fallbacks;
  }

  write(spans: readonly SpanRecord[], from: number, to: number, firstRow: number): void {
    const index = to - from > MAX_SCANNED ? indexOf(spans, from, to) : undefined;
    for (let at = from; at < to; at++) {
      const { parentSpanId, fallbackParentSpanId } = spans[at]!;
      const row = firstRow + at - from;
      this.#parents[row] = find(parentSpanId, spans, from, to, index, this.#elsewhere);
      this.#fallbacks[row] =
        fallbackParentSpanId !== '' && fallbackParentSpanId === parentSpanId
          ? PARENT.sameAsParent
          : find(fallbackParentSpanId, spans, from, to, index, this.#fallbacksElsewhere);
    }
  }

  /** Takes over what a chunk has in its rows, one behind the other: a number, or the id of a parent that is elsewhere. */
  copy(firstRow: number, parents: readonly (number | string)[], fallbacks: readonly (number | string)[]): void {
    for (let at = 0; at < parents.length; at++) {
      this.#parents[firstRow + at] = placeOf(parents[at]!, this.#elsewhere);
      this.#fallbacks[firstRow + at] = placeOf(fallbacks[at]!, this.#fallbacksElsewhere);
    }
  }

  elsewhere(): Uint8Array {
    return packed(this.#elsewhere);
  }

  fallbacksElsewhere(): Uint8Array {
    return packed(this.#fallbacksElsewhere);
  }
}

function indexOf(spans: readonly SpanRecord[], from: number, to: number): ReadonlyMap<string, number> {
  const index = new Map<string, number>();
  for (let at = from; at < to; at++) index.set(spans[at]!.spanId, at - from);
  return index;
}

function find(
  id: string,
  spans: readonly SpanRecord[],
  from: number,
  to: number,
  index: ReadonlyMap<string, number> | undefined,
  elsewhere: string[],
): number {
  if (id === '') return PARENT.none;
  if (index === undefined) {
    for (let at = from; at < to; at++) if (spans[at]!.spanId === id) return at - from;
  } else {
    const found = index.get(id);
    if (found !== undefined) return found;
  }
  elsewhere.push(id);
  return PARENT.elsewhere;
}

function placeOf(parent: number | string, elsewhere: string[]): number {
  if (typeof parent === 'number') return parent;
  elsewhere.push(parent);
  return PARENT.elsewhere;
}

function packed(ids: readonly string[]): Uint8Array {
  const bytes = new Uint8Array(8 * ids.length);
  for (const [index, id] of ids.entries()) writeId(id, bytes, 8 * index);
  return bytes;
}
