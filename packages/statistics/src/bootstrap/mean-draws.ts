import type { Numbers } from '../describe/mean.ts';
import type { RandomSource } from './random-source.ts';

/**
 * Means of samples drawn with replacement, each as large as `numbers`.
 *
 * One number of the source decides each place by its share of 2^32; by that some places come up at most
 * `numbers.length` / 2^32 more often than others, which is below what any number of draws could show.
 */
export function meanDraws(numbers: Numbers, draws: number, source: RandomSource): Float64Array {
  const values = Float64Array.from(numbers);
  const size = values.length;
  const placePerUnit = size / 2 ** 32;
  const random = new Uint32Array(size);
  const means = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    source.fill(random);
    let sum = 0;
    for (let index = 0; index < size; index++) sum += values[(random[index]! * placePerUnit) | 0]!;
    means[draw] = sum / size;
  }
  return means;
}
