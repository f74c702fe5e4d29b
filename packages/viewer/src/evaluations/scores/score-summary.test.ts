import type { EvaluationColumn, FeedbackValue } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { scoreSummary } from './score-summary.ts';

function column(values: readonly (FeedbackValue | null)[], given: Partial<EvaluationColumn> = {}): EvaluationColumn {
  const none = values.map(() => null);
  return { name: 'scorer', source: { kind: 'code', id: 's' }, values, passed: none, errors: none, ...given };
}
const ALL = [0, 1, 2, 3];

test('the mean of yes and no is a share, whose interval stays within 0 and 1', () => {
  const { mean, median, bins } = scoreSummary(column(['yes', true, 'No', 'yes']), ALL);
  expect(mean?.estimate).toBe(0.75);
  expect(mean?.high).toBeLessThan(1);
  expect(median).toBeUndefined();
  expect(bins.map(({ label, count }) => [label, count])).toEqual([
    ['no', 1],
    ['yes', 3],
  ]);
});

test('numbers within 0 and 1 are shown over all of that, others from the least to the greatest', () => {
  const shares = scoreSummary(column([0.5, 0.55, 1, null]), ALL);
  expect(shares).toMatchObject({ scored: 3, errors: 0, median: 0.55 });
  expect(shares.bins.map(({ count }) => count)).toEqual([0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1]);
  const { bins } = scoreSummary(column([10, 34, 34, 34]), ALL);
  expect([bins[0]?.bounds, bins.at(-1)?.bounds]).toEqual([
    [10, 12],
    [32, 34],
  ]);
});

test('where all numbers are the same, one bar has them all', () => {
  expect(scoreSummary(column([7, 7]), [0, 1]).bins.reduce((sum, { count }) => sum + count, 0)).toBe(2);
});

test('texts are counted, the most frequent first, and errors are no scores', () => {
  const given = { errors: [null, null, null, 'JUDGE_ANSWER_INVALID'], passed: [true, false, true, null] };
  const summary = scoreSummary(column(['formal', 'rude', 'formal', null], given), ALL);
  expect(summary).toMatchObject({ scored: 3, errors: 1, mean: undefined });
  expect(summary.passed?.estimate).toBeCloseTo(2 / 3);
  expect(summary.bins.map(({ label, count }) => [label, count])).toEqual([
    ['formal', 2],
    ['rude', 1],
  ]);
});

test('a text that is called as something every object has is a text', () => {
  const { mean, bins } = scoreSummary(column(['constructor', '__proto__']), [0, 1]);
  expect(mean).toBeUndefined();
  expect(bins.map(({ label, count }) => [label, count])).toEqual([
    ['constructor', 1],
    ['__proto__', 1],
  ]);
});

test('only the rows that are shown count', () => {
  expect(scoreSummary(column([1, 0, 0.5, 0.5]), [0]).mean?.estimate).toBe(1);
  expect(scoreSummary(column([1]), [])).toMatchObject({ scored: 0, mean: undefined, bins: [] });
});
