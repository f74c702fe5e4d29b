import { expect, test } from 'vitest';
import { bestOf, isLessBetter } from './better-end.ts';

test.each([
  ['val_loss', true],
  ['totalCostUsd', true],
  ['latency_ms', true],
  ['eval/toxicity/mean', true],
  ['llm_calls', true],
  ['accuracy', false],
  ['recall', false],
  ['timeliness', false],
  ['closeness', false],
])('of %s less is better: %s', (name, isLess) => {
  expect(isLessBetter(name)).toBe(isLess);
});

test('the best are marked, unless there is nothing to choose', () => {
  expect([...bestOf([0.8, undefined, 0.9, 0.9, Number.NaN], false)]).toEqual([2, 3]);
  expect([...bestOf([0.8, 0.9], true)]).toEqual([0]);
  expect([...bestOf([0.8, 0.8], true), ...bestOf([0.8, undefined], true), ...bestOf([], true)]).toEqual([]);
});
