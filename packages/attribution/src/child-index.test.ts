import { expect, test } from 'vitest';
import { childIndex } from './child-index.ts';
import { buildTrace } from './testing/build-trace.ts';

test('siblings and roots stand in order of start, whatever order they came in', () => {
  const trace = buildTrace(
    { start: 0, end: 9 },
    { start: 5, end: 6, parent: 0 },
    { start: 2, end: 3, parent: 0 },
    { start: -4, end: -3 },
  );

  const { offsets, children, roots } = childIndex(trace);

  expect([...roots]).toEqual([3, 0]);
  expect([...children.subarray(offsets[0], offsets[1])]).toEqual([2, 1]);
});

test('a parent outside the trace makes a root', () => {
  const { roots } = childIndex(buildTrace({ start: 0, end: 1, parent: 7 }, { start: 0, end: 1, parent: -3 }));

  expect([...roots]).toEqual([0, 1]);
});

test('spans that are each other’s ancestors become a tree below the earliest', () => {
  const trace = buildTrace(
    { start: 3, end: 9, parent: 2 },
    { start: 1, end: 9, parent: 0 },
    { start: 2, end: 9, parent: 1 },
    { start: 4, end: 5, parent: 3 },
    { start: 4, end: 5, parent: 0 },
  );

  const { roots, parent } = childIndex(trace);

  expect([...roots]).toEqual([1, 3]);
  expect([...parent]).toEqual([2, -1, 1, -1, 0]);
});

test('an empty trace has an empty index', () => {
  const { offsets, children, roots } = childIndex(buildTrace());

  expect([offsets.length, children.length, roots.length]).toEqual([1, 0, 0]);
});
