import { expect, test } from 'vitest';
import { EXPECTED } from '../expected.test.support.ts';
import { holm } from './holm.ts';
import { signTest } from './sign-test.ts';
import { welchTest } from './welch-test.ts';

const { mcnemar, welch, holm: families } = EXPECTED.significance;

test("wins and losses are weighed as by McNemar's exact test of statsmodels", () => {
  for (const [wins, losses, p] of mcnemar) expect(signTest(wins, losses), `${wins}:${losses}`).toBeCloseTo(p, 12);
  expect(signTest(5, 0)).toBeCloseTo(2 / 32, 14);
});

test("two groups are compared as by Welch's test of scipy", () => {
  for (const { first, second, ...expected } of welch) {
    const found = welchTest(first, second);
    for (const name of ['t', 'p', 'degrees', 'low', 'high'] as const) {
      expect(found[name], name).toBeCloseTo(expected[name], 9);
    }
  }
});

test('groups without any spread are not tested', () => {
  expect(welchTest([1, 1], [2, 2])).toMatchObject({ estimate: 1, p: Number.NaN });
  expect(welchTest([1], [2, 3])).toMatchObject({ estimate: 1.5, p: Number.NaN });
});

test('several questions are corrected as by Holm in statsmodels', () => {
  for (const { p, adjusted } of families) {
    for (const [at, value] of holm(p).entries()) expect(value).toBeCloseTo(adjusted[at] ?? Number.NaN, 14);
  }
});

test('a question without an answer makes the others no harder', () => {
  expect(holm([0.02, Number.NaN, 0.03])).toEqual([0.04, Number.NaN, 0.04]);
});
