import { normalQuantile } from '../distributions/normal.ts';
import { DEFAULT_LEVEL, type Interval } from './interval.ts';

/**
 * A share with Wilson's interval, which holds for few rows and for shares of 0 and 1, where the textbook's has no
 * width. Of no rows the estimate is NaN and the interval 0…1: that is all one can say.
 */
export function shareInterval(successes: number, total: number, level: number = DEFAULT_LEVEL): Interval {
  if (total === 0) return { estimate: Number.NaN, low: 0, high: 1 };
  const share = successes / total;
  const z = normalQuantile(0.5 + level / 2);
  const square = z * z;
  const centre = (share + square / (2 * total)) / (1 + square / total);
  const half = (z / (1 + square / total)) * Math.sqrt((share * (1 - share)) / total + square / (4 * total * total));
  return {
    estimate: share,
    low: successes === 0 ? 0 : centre - half,
    high: successes === total ? 1 : centre + half,
  };
}
