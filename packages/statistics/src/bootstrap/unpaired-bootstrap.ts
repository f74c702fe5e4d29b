import { mean, type Numbers } from '../describe/mean.ts';
import {
  type BootstrapOptions,
  DEFAULT_DRAWS,
  DEFAULT_SEED,
  type Difference,
  differenceOf,
  unknownDifference,
} from './difference.ts';
import { meanDraws } from './mean-draws.ts';
import { RandomSource } from './random-source.ts';

/**
 * Whether the means of two groups that have no rows in common differ, as `second` − `first`, such as those of two
 * variants that different users saw. Each group is drawn anew from itself; the smaller decides how far the interval is
 * expanded.
 *
 * All NaN where a group is empty; where one has a single number the interval is NaN and p is 1. As few rows can only agree by chance, p is never below what the best order of the two
 * groups among all orders amounts to (2 over the number of ways to choose the first group's places).
 */
export function unpairedBootstrap(first: Numbers, second: Numbers, options: BootstrapOptions = {}): Difference {
  const { draws = DEFAULT_DRAWS, seed = DEFAULT_SEED, level } = options;
  const estimate = mean(second) - mean(first);
  const size = Math.min(first.length, second.length);
  if (size < 2) return unknownDifference(estimate);
  const source = new RandomSource(seed);
  const ofFirst = meanDraws([first], draws, source)[0]!;
  const differences = meanDraws([second], draws, source)[0]!;
  for (let draw = 0; draw < draws; draw++) differences[draw]! -= ofFirst[draw]!;
  return differenceOf(estimate, differences, size, 2 / waysToChoose(first.length, second.length), level);
}

/** How many ways there are to choose `size` of `size` + `rest`; infinite beyond what a number holds. */
function waysToChoose(size: number, rest: number): number {
  let ways = 1;
  for (let chosen = 1; chosen <= size && Number.isFinite(ways); chosen++) ways *= (rest + chosen) / chosen;
  return ways;
}
