import { expect, test } from 'vitest';
import { EXPECTED } from '../expected.test.support.ts';
import { pearson, spearman } from './correlation.ts';
import { ranks } from './ranks.ts';

test("correlations, their p and ranks with ties are scipy's", () => {
  for (const { first, second, ...expected } of EXPECTED.correlation) {
    expect([...ranks(first)]).toEqual(expected.ranks);
    for (const [found, known] of [
      [pearson(first, second), expected.pearson],
      [spearman(first, second), expected.spearman],
    ] as const) {
      expect(found.coefficient).toBeCloseTo(known.coefficient, 12);
      expect(found.p).toBeCloseTo(known.p, 10);
    }
  }
});

test('what never changes goes together with nothing', () => {
  expect(pearson([1, 1, 1], [1, 2, 3])).toEqual({ coefficient: Number.NaN, p: Number.NaN });
  expect(() => pearson([1], [1, 2])).toThrow(RangeError);
});
