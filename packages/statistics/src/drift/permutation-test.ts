import { RandomSource } from '../bootstrap/random-source.ts';

export interface PermutationOptions {
  /** Default 200. */
  readonly draws?: number;
  /** Default 1: the same data give the same answer. */
  readonly seed?: number;
}

/** How far two groups are apart, beside what chance alone would show. */
export interface PermutationResult {
  readonly distance: number;
  /** Mean distance of groups of these sizes that do not differ: no distance of samples is 0. */
  readonly expected: number;
  /** Below this 95 of 100 such distances stay. */
  readonly limit: number;
  /** How often chance shows such a distance or a greater one; never 0. */
  readonly p: number;
}

/** Tells of each item whether it is in the second group: 0 or 1. */
export type Grouping = Uint8Array;

/**
 * Compares a distance with those between groups of the same sizes that are drawn at random from both together.
 *
 * @param distance of a grouping of all items, those of the first group standing before those of the second
 * @throws RangeError where a group is empty
 */
export function permutationTest(
  { first, second }: { readonly first: number; readonly second: number },
  distance: (grouping: Grouping) => number,
  { draws = 200, seed = 1 }: PermutationOptions = {},
): PermutationResult {
  if (first < 1 || second < 1) throw new RangeError('both groups need an item');
  const grouping: Grouping = new Uint8Array(first + second).fill(1, first);
  const found = distance(grouping);
  const random = new RandomSource(seed);
  const numbers = new Uint32Array(grouping.length);
  const drawn = Float64Array.from({ length: draws }, () => {
    random.fill(numbers);
    shuffle(grouping, numbers);
    return distance(grouping);
  });
  // What differs by rounding alone is the same distance.
  const reached = drawn.filter((one) => one >= found - 1e-12 * Math.abs(found)).length;
  return {
    distance: found,
    expected: drawn.reduce((sum, one) => sum + one, 0) / draws,
    limit: drawn.sort()[Math.ceil(draws * 0.95) - 1] ?? Number.NaN,
    p: (reached + 1) / (draws + 1),
  };
}

/** Fisher and Yates. @param numbers random ones below 2^32, one for each item */
function shuffle(grouping: Grouping, numbers: Uint32Array): void {
  for (let last = grouping.length - 1; last > 0; last--) {
    const other = Math.floor((numbers[last]! / 2 ** 32) * (last + 1));
    const kept = grouping[last]!;
    grouping[last] = grouping[other]!;
    grouping[other] = kept;
  }
}
