import { expect, test } from 'vitest';
import { buildTraceModel } from './build-trace-model.ts';
import { errorPositions, matchingPositions, nextPosition } from './search.ts';
import { testSkeleton } from './test-skeleton.ts';

const model = buildTraceModel({
  ...testSkeleton([
    ['Agent', -1, 0, 100],
    ['late search', 0, 50, 90],
    ['chat', 0, 10, 40],
  ]),
  models: ['GPT-4o'],
  model: [-1, -1, 0],
  status: [1, 2, 2],
});

test('names and models are found whatever their case, in the order of the tree', () => {
  expect([...matchingPositions(model, 'AGENT', new Set())]).toEqual([0]);
  expect([...matchingPositions(model, ' gpt ', new Set())]).toEqual([1]);
  expect([...matchingPositions(model, 'a', new Set())]).toEqual([0, 1, 2]);
});

test('what was found in contents counts as well, and nothing is found for nothing', () => {
  expect([...matchingPositions(model, 'invoice', new Set([1]))]).toEqual([2]);
  expect([...matchingPositions(model, '  ', new Set([1]))]).toEqual([]);
});

test('errors are found, and one goes from the last on to the first', () => {
  const errors = errorPositions(model);

  expect([...errors]).toEqual([1, 2]);
  expect([-1, 1, 2].map((from) => nextPosition(errors, from, 1))).toEqual([1, 2, 1]);
  expect([2, 1].map((from) => nextPosition(errors, from, -1))).toEqual([1, 2]);
  expect(nextPosition(new Int32Array(), 0, 1)).toBeUndefined();
});
