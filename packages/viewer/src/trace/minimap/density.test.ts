import { STEP_KINDS } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { buildTraceModel } from '../model/build-trace-model.ts';
import { testSkeleton } from '../model/test-skeleton.ts';
import { density } from './density.ts';

test('a column says how much of it something ran, and what the trace waited for', () => {
  const model = buildTraceModel(
    testSkeleton([
      ['root', -1, 0, 100],
      ['call', 0, 20, 50, 'llm'],
      ['tool', 0, 40, 60, 'tool'],
    ]),
  );

  const { all, calls, path, errors } = density(model, 5);

  expect([...all].slice(0, 5)).toEqual([0, 1, 1.5, 0, 0]);
  expect([...calls].slice(0, 5)).toEqual([0, 1, 0.5, 0, 0]);
  expect([...path]).toEqual(
    ['chain', 'llm', 'tool', 'chain', 'chain'].map((kind) => STEP_KINDS.indexOf(kind as 'llm')),
  );
  expect([...errors]).toEqual([0, 0, 0, 0, 0]);
});

test('a trace without length is drawn without a fault', () => {
  const model = buildTraceModel(testSkeleton([['root', -1, 0, 0]]));

  expect([...density(model, 3).all].every(Number.isFinite)).toBe(true);
});
