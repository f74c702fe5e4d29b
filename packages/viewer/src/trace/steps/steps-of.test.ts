import { expect, test } from 'vitest';
import { buildTraceModel } from '../model/build-trace-model.ts';
import { testSkeleton } from '../model/test-skeleton.ts';
import { stepsOf } from './steps-of.ts';

test('turns are one step, and of what is inside them the one waited for longest comes first', () => {
  const model = buildTraceModel(
    testSkeleton([
      ['agent', -1, 0, 1_000, 'agent'],
      ['turn 1', 0, 0, 400],
      ['prompt', 1, 0, 10, 'prompt'],
      ['chat', 1, 10, 300, 'llm'],
      ['turn 2', 0, 500, 900],
      ['chat', 4, 500, 890, 'llm'],
    ]),
  );

  const steps = stepsOf(model);

  expect(steps.map(({ name, depth, count, criticalUs, slowest }) => [name, depth, count, criticalUs, slowest])).toEqual(
    [
      ['agent', 0, 1, 200, 0],
      ['turn #', 1, 2, 110, 1],
      ['chat', 2, 2, 680, 5],
      ['prompt', 2, 1, 10, 2],
    ],
  );
  expect(steps.reduce((sum, { criticalUs }) => sum + criticalUs, 0)).toBe(model.totalUs);
});
