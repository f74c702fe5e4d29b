import { expect, test } from 'vitest';
import { EXPECTED } from '../expected.test.support.ts';
import { cohensKappa } from './cohens-kappa.ts';
import { confusion } from './confusion.ts';
import { krippendorffAlpha } from './krippendorff.ts';

test("counts and kappas with their intervals are scikit-learn's and statsmodels'", () => {
  for (const expected of EXPECTED.agreement.kappa) {
    const counted = confusion(expected.first, expected.second);
    expect(counted.counts).toEqual(expected.counts);
    for (const weights of ['none', 'linear', 'quadratic'] as const) {
      const found = cohensKappa(counted, weights);
      expect(found.estimate, weights).toBeCloseTo(expected[weights].estimate, 12);
      expect(found.low, weights).toBeCloseTo(expected[weights].low, 9);
      expect(found.high, weights).toBeCloseTo(expected[weights].high, 9);
    }
  }
});

test('labels keep the order in which they were named, whether or not anybody uses them', () => {
  expect(confusion(['good', 'bad', 'good'], ['good', 'good', 'unclear'], ['bad', 'fair', 'good'])).toEqual({
    labels: ['bad', 'fair', 'good', 'unclear'],
    counts: [
      [0, 0, 1, 0],
      [0, 0, 0, 0],
      [0, 0, 1, 1],
      [0, 0, 0, 0],
    ],
    total: 3,
    agreed: 1,
  });
  expect(confusion(['10', '9'], ['2', '9']).labels).toEqual(['2', '9', '10']);
  expect(() => confusion(['yes'], [])).toThrow(RangeError);
});

test('raters who only ever say one thing agree on nothing that can be measured', () => {
  expect(cohensKappa(confusion(['yes', 'yes'], ['yes', 'yes'])).estimate).toBeNaN();
  expect(krippendorffAlpha([[1, 1, 1]], 'nominal')).toBeNaN();
});

test('of nothing rated no agreement is known', () => {
  expect(cohensKappa(confusion([], []))).toEqual({ estimate: Number.NaN, low: Number.NaN, high: Number.NaN });
  expect(cohensKappa(confusion([], [], ['yes', 'no'])).estimate).toBeNaN();
});

test('the agreement of many raters, some of whom are absent, is that of the krippendorff package', () => {
  for (const { ratings, ...expected } of EXPECTED.agreement.krippendorff) {
    for (const scale of ['nominal', 'ordinal', 'interval'] as const) {
      expect(krippendorffAlpha(ratings, scale), scale).toBeCloseTo(expected[scale], 12);
    }
  }
});
