import { expect, test } from 'vitest';
import { EXPECTED } from '../expected.test.support.ts';
import { mean, standardDeviation } from './mean.ts';
import { quantile, quantiles } from './quantile.ts';

test("means, standard deviations and quantiles are numpy's", () => {
  for (const { data, ...expected } of EXPECTED.describe) {
    expect(mean(data)).toBeCloseTo(expected.mean, 13);
    if (expected.standardDeviation === null) expect(standardDeviation(data)).toBeNaN();
    else expect(standardDeviation(data)).toBeCloseTo(expected.standardDeviation, 13);
    const found = quantiles(data, expected.shares);
    for (const [at, value] of expected.quantiles.entries()) expect(found[at]).toBeCloseTo(value, 13);
  }
});

test('many equal scores have that very score as their mean, and no spread', () => {
  const scores = new Float64Array(100_001).fill(0.1);

  expect(mean(scores)).toBe(0.1);
  expect(standardDeviation(scores)).toBe(0);
});

test('numbers that cancel leave what is left of them', () => {
  expect(mean([1e17, 3, -1e17, 1])).toBe(1);
});

test('nothing has no mean and no median', () => {
  expect([mean([]), quantile([], 0.5), standardDeviation([7])]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});
