import { mean, type Numbers, standardDeviation } from '../describe/mean.ts';
import { studentTQuantile } from '../distributions/student-t.ts';
import { DEFAULT_LEVEL, type Interval } from './interval.ts';

/** A mean with Student's interval. Its ends are NaN of fewer than two numbers: one tells nothing of its spread. */
export function meanInterval(numbers: Numbers, level: number = DEFAULT_LEVEL): Interval {
  const estimate = mean(numbers);
  if (numbers.length < 2) return { estimate, low: Number.NaN, high: Number.NaN };
  const half =
    (studentTQuantile(0.5 + level / 2, numbers.length - 1) * standardDeviation(numbers)) / Math.sqrt(numbers.length);
  return { estimate, low: estimate - half, high: estimate + half };
}
