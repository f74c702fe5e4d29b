import { expect, test } from 'vitest';
import { buildTrace } from '../testing/build-trace.ts';
import { whatIfCost } from './what-if-cost.ts';

/** A chain with a model call that has a call of its own below it, and a second call. */
const trace = buildTrace(
  { start: 0, end: 100 },
  { start: 0, end: 50, parent: 0, kind: 'llm' },
  { start: 10, end: 20, parent: 1, kind: 'llm' },
  { start: 60, end: 90, parent: 0, kind: 'llm' },
);
const costUsd = [-1, 0.5, 0.25, 1];

test('nothing chosen costs what it did', () => {
  expect(whatIfCost(trace, costUsd, new Map())).toEqual({ beforeUsd: 1.75, afterUsd: 1.75, isPartial: false });
});

test('a cached step costs nothing, and nothing below it does', () => {
  expect(whatIfCost(trace, costUsd, new Map([[1, { type: 'cached' }]])).afterUsd).toBe(1);
});

test('another model costs what it costs', () => {
  const changes = new Map([[3, { type: 'other_model', lengthUs: 10, costUsd: 0.125 } as const]]);

  expect(whatIfCost(trace, costUsd, changes)).toEqual({ beforeUsd: 1.75, afterUsd: 0.875, isPartial: false });
});

test('a model without a known price is left out of both sums, which says so', () => {
  const changes = new Map([[3, { type: 'other_model', lengthUs: 10, costUsd: undefined } as const]]);

  expect(whatIfCost(trace, costUsd, changes)).toEqual({ beforeUsd: 0.75, afterUsd: 0.75, isPartial: true });
});
