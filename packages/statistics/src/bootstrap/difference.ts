import { sortedQuantile } from '../describe/quantile.ts';
import { DEFAULT_LEVEL, type Interval } from '../intervals/interval.ts';

/** How a difference was estimated by drawing anew from what was measured. */
export interface BootstrapOptions {
  /** Default 10,000. */
  readonly draws?: number;
  /** A whole number below 2^32; the same seed gives the same result. Default 1. */
  readonly seed?: number;
  /** Of the interval, as a share. Default 0.95. */
  readonly level?: number;
}

/** A difference of means with its interval. */
export interface Difference extends Interval {
  /** How likely a difference at least so large, in either direction, is by chance. */
  readonly p: number;
}

export const DEFAULT_DRAWS = 10_000;
export const DEFAULT_SEED = 1;

/**
 * The percentile interval of drawn differences, and the p at which that interval would begin to exclude 0, so that the
 * two never contradict each other. Sorts `draws`. `leastP` is what the size of the sample allows at best.
 */
export function differenceOf(
  estimate: number,
  draws: Float64Array,
  leastP: number,
  level: number = DEFAULT_LEVEL,
): Difference {
  draws.sort();
  // Sums of decimal fractions that cancel leave a last bit over: such a draw is as much a tie as one of exactly 0.
  const tie = Math.max(Math.abs(draws[0] ?? 0), Math.abs(draws.at(-1) ?? 0)) * 1e-12;
  let below = 0;
  let above = 0;
  for (const draw of draws) {
    if (draw <= tie) below++;
    if (draw >= -tie) above++;
  }
  // The measured sample counts as one of the draws: a p of 0 would claim more than any number of draws can show.
  const p = (2 * (Math.min(below, above) + 1)) / (draws.length + 1);
  return {
    estimate,
    low: sortedQuantile(draws, (1 - level) / 2),
    high: sortedQuantile(draws, (1 + level) / 2),
    p: Math.min(1, Math.max(p, leastP)),
  };
}
