import { expect, test } from 'vitest';
import { EXPECTED } from '../expected.test.support.ts';
import { meanInterval } from './mean-interval.ts';
import { shareInterval } from './wilson.ts';

test("a share has the interval that statsmodels gives by Wilson's method", () => {
  for (const { successes, total, level, low, high } of EXPECTED.intervals.share) {
    const interval = shareInterval(successes, total, level);
    expect(interval.estimate).toBe(successes / total);
    expect(interval.low).toBeCloseTo(low, 12);
    expect(interval.high).toBeCloseTo(high, 12);
  }
});

test('no rows leave every share possible', () => {
  expect(shareInterval(0, 0)).toEqual({ estimate: Number.NaN, low: 0, high: 1 });
});

test("a mean has scipy's interval of Student's t", () => {
  for (const { data, level, low, high } of EXPECTED.intervals.mean) {
    const interval = meanInterval(data, level);
    expect(interval.low).toBeCloseTo(low, 10);
    expect(interval.high).toBeCloseTo(high, 10);
  }
});

test('one number is its own mean, and tells nothing of how far it may be off', () => {
  expect(meanInterval([3])).toEqual({ estimate: 3, low: Number.NaN, high: Number.NaN });
});
