import { sortedQuantile } from '../describe/quantile.ts';
import { normalCdf, normalQuantile } from '../distributions/normal.ts';
import { studentTCdf, studentTQuantile } from '../distributions/student-t.ts';
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
 * The interval of drawn differences, and the p at which that interval would begin to exclude 0, so that the two never
 * contradict each other. Sorts `draws`.
 *
 * Percentiles alone are too narrow for few rows, as a sample spreads less than what it was drawn from, and by how much is
 * uncertain itself. So they are taken as far out as Student's t of so many rows lies beyond the normal distribution: the
 * expanded percentile interval of Hesterberg (2015), which is the plain one for many rows.
 *
 * @param size rows that the difference stands on, at least 2
 * @param leastP what so many rows can show at best
 */
export function differenceOf(
  estimate: number,
  draws: Float64Array,
  size: number,
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
  const share = Math.min(0.5, (Math.min(below, above) + 1) / (draws.length + 1));
  const spread = Math.sqrt(size / (size - 1));
  const tail = normalCdf(spread * studentTQuantile((1 - level) / 2, size - 1));
  return {
    estimate,
    low: sortedQuantile(draws, tail),
    high: sortedQuantile(draws, 1 - tail),
    p: Math.min(1, Math.max(2 * studentTCdf(normalQuantile(share) / spread, size - 1), leastP)),
  };
}

/** Of so few numbers that nothing is known of their spread. */
export function unknownDifference(estimate: number): Difference {
  return { estimate, low: Number.NaN, high: Number.NaN, p: Number.isNaN(estimate) ? Number.NaN : 1 };
}
