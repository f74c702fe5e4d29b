import type { Numbers } from '../describe/mean.ts';
import type { RandomSource } from './random-source.ts';

/**
 * Means of samples drawn with replacement, each as large as the columns, which are measures of the same things: each draw
 * takes the same places of all of them. One column of means for each.
 *
 * One number of the source decides each place by its share of 2^32; by that some places come up at most n / 2^32 more
 * often than others, which is below what any number of draws could show.
 */
export function meanDraws(columns: readonly Numbers[], draws: number, source: RandomSource): Float64Array[] {
  const all = columns.map((column) => Float64Array.from(column));
  const size = all[0]?.length ?? 0;
  const placePerUnit = size / 2 ** 32;
  const places = new Uint32Array(size);
  const means = all.map(() => new Float64Array(draws));
  for (let draw = 0; draw < draws; draw++) {
    source.fill(places);
    for (let index = 0; index < size; index++) places[index] = places[index]! * placePerUnit;
    for (const [column, values] of all.entries()) means[column]![draw] = sumOf(values, places) / size;
  }
  return means;
}

/** Four sums side by side: one alone would wait for each addition before it begins the next. */
function sumOf(values: Float64Array, places: Uint32Array): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  const wholeSize = places.length & ~3;
  for (let index = 0; index < wholeSize; index += 4) {
    first += values[places[index]!]!;
    second += values[places[index + 1]!]!;
    third += values[places[index + 2]!]!;
    fourth += values[places[index + 3]!]!;
  }
  for (let index = wholeSize; index < places.length; index++) first += values[places[index]!]!;
  return first + second + third + fourth;
}
