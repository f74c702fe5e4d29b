import type { SpanOrder } from './span-order.ts';

/** Fewer spans in a row than this are shown one by one. */
const MIN_SIZE = 5;

/** Siblings of one name and kind, one right after the other: `48 × http.get`. */
export interface SiblingRuns {
  readonly count: number;
  /** Position of the first member of each run. */
  readonly first: Int32Array;
  /** Position behind all that is below the last member. */
  readonly end: Int32Array;
  /** How many members. */
  readonly size: Int32Array;
  /** By position: the run that it is the first member of, else -1. */
  readonly runAt: Int32Array;
}

/** Finds the runs of a trace, those inside others too; linear. @param name, kind By span. */
export function siblingRuns(order: SpanOrder, name: ArrayLike<number>, kind: ArrayLike<number>): SiblingRuns {
  const { spans, end, siblingNumber, siblingCount } = order;
  const first: number[] = [];
  const ends: number[] = [];
  const sizes: number[] = [];
  const runAt = new Int32Array(spans.length).fill(-1);
  const isSame = (a: number, b: number) => name[spans[a]!] === name[spans[b]!] && kind[spans[a]!] === kind[spans[b]!];

  for (let head = 0; head < spans.length; head++) {
    // Only the first of its siblings looks along them, or each would look along those after it.
    if (siblingNumber[head] !== 1 || siblingCount[head]! < MIN_SIZE) continue;
    let start = head;
    let size = 1;
    for (let left = siblingCount[head]! - 1, last = head; left >= 0; left--) {
      const next = end[last]!;
      if (left > 0 && isSame(start, next)) size++;
      else {
        if (size >= MIN_SIZE) {
          runAt[start] = first.length;
          first.push(start);
          ends.push(end[last]!);
          sizes.push(size);
        }
        start = next;
        size = 1;
      }
      last = next;
    }
  }
  return {
    count: first.length,
    first: Int32Array.from(first),
    end: Int32Array.from(ends),
    size: Int32Array.from(sizes),
    runAt,
  };
}
