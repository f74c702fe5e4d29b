import type { Difference } from '../bootstrap/difference.ts';
import { mean, type Numbers, variance } from '../describe/mean.ts';
import { studentTQuantile, twoSidedP } from '../distributions/student-t.ts';
import { DEFAULT_LEVEL } from '../intervals/interval.ts';

/** A difference of means by Welch's t. */
export interface WelchResult extends Difference {
  readonly t: number;
  /** Of freedom, by Satterthwaite. */
  readonly degrees: number;
}

/**
 * Whether the means of two groups differ, as `second` − `first`, by Welch's t, which lets each have a spread of its own.
 * All but the estimate are NaN where a group has fewer than two numbers, or neither has any spread.
 */
export function welchTest(first: Numbers, second: Numbers, level: number = DEFAULT_LEVEL): WelchResult {
  const estimate = mean(second) - mean(first);
  const ofFirst = variance(first) / first.length;
  const ofSecond = variance(second) / second.length;
  const both = ofFirst + ofSecond;
  if (!(both > 0)) {
    const { NaN: none } = Number;
    return { estimate, low: none, high: none, p: none, t: none, degrees: none };
  }
  const degrees = both ** 2 / (ofFirst ** 2 / (first.length - 1) + ofSecond ** 2 / (second.length - 1));
  const t = estimate / Math.sqrt(both);
  const half = studentTQuantile(0.5 + level / 2, degrees) * Math.sqrt(both);
  return { estimate, low: estimate - half, high: estimate + half, p: twoSidedP(t, degrees), t, degrees };
}
