import { expect, test } from 'vitest';
import { scoreContext, scoredRow } from '../stand-ins/scripted-model.ts';
import { codeScorer } from './code-scorer.ts';
import { scoreRow } from './score-row.ts';
import type { Score } from './scorer.ts';

const cellsOf = (score: () => unknown) =>
  scoreRow(codeScorer('right', { score: score as () => Score }), scoredRow(), scoreContext());

test('what is no score is an error of the cell', async () => {
  const given: readonly unknown[] = [
    undefined,
    { value: Number.NaN },
    { value: Number.POSITIVE_INFINITY },
    { value: 1n },
    { value: 1, rationale: { why: 'structured' } },
    { value: 1, passed: 'yes' },
    { value: 1, name: 'other' },
    [{ value: 1 }, { value: 0 }],
  ];

  for (const score of given) {
    expect(await cellsOf(() => score)).toMatchObject([{ name: 'right', value: null, error: {} }]);
  }
});

test('nothing said of why, or of passing, is no error', async () => {
  expect(await cellsOf(() => ({ value: 1, rationale: null, passed: undefined }))).toMatchObject([
    { value: 1, passed: null, rationale: null, error: null },
  ]);
});
