import { expect, test } from 'vitest';
import { codeScorer } from '../testing/code-scorer.test.support.ts';
import { evaluate } from './evaluate.ts';

const isExpected = codeScorer('exact', ({ outputs, expectations }) => ({ value: outputs === expectations.answer }));

test('rows are run, scored and told in the order of the data, whatever is done first', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const result = await evaluate({
    track: false,
    data: [
      { inputs: { at: 0 }, expectations: { answer: 'a0' }, tags: { topic: 'x' } },
      { inputs: { at: 1 }, expectations: { answer: 'other' } },
    ],
    task: async ({ at }) => {
      // The second is done before the first.
      if (at === 0) await gates[0]?.promise;
      else gates[0]?.resolve();
      return `a${at}`;
    },
    scorers: [isExpected],
  });
  expect(result.rows.map(({ outputs, scores }) => [outputs, scores.exact?.passed])).toEqual([
    ['a0', true],
    ['a1', false],
  ]);
  expect(result.metrics).toMatchObject({
    ...{ rows: 2, row_errors: 0, score: 0.5, score_p50: 0.5 },
    ...{ 'exact/mean': 0.5, 'exact/pass_rate': 0.5, 'exact/errors': 0, dim_exact: 0.5 },
  });
  expect(result.rows[0]?.key).toMatch(/^[0-9a-f]{16}$/);
  expect(result.runId).toBeUndefined();
});

test('a task that fails is an error of its row alone, a scorer that fails one of its cell', async () => {
  const failing = codeScorer('failing', () => {
    throw Object.assign(new Error('no verdict'), { code: 'JUDGE_ANSWER_INVALID' });
  });
  const result = await evaluate({
    track: false,
    data: [{ inputs: 1 }, { inputs: 2, expectations: { answer: 2 } }],
    task: (inputs: number) => {
      if (inputs === 1) throw new TypeError('not this one');
      return inputs;
    },
    scorers: [isExpected, failing],
  });
  expect(result.rows[0]).toMatchObject({ error: { code: 'TypeError', message: 'not this one' }, scores: {} });
  expect(result.rows[1]?.scores).toMatchObject({
    exact: { value: true, error: null },
    failing: { value: null, passed: null, error: { code: 'JUDGE_ANSWER_INVALID', message: 'no verdict' } },
  });
  expect(result.metrics).toMatchObject({ row_errors: 1, 'failing/errors': 1, 'exact/mean': 1 });
  expect(result.metrics).not.toHaveProperty('failing/mean');
});
