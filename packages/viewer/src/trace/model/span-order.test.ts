import { expect, test } from 'vitest';
import { buildTraceModel } from './build-trace-model.ts';
import { testSkeleton } from './test-skeleton.ts';

test('each span comes before its children, siblings by start', () => {
  const { order } = buildTraceModel(
    testSkeleton([
      ['root', -1, 0, 100],
      ['late', 0, 50, 90],
      ['early', 0, 10, 40],
      ['below early', 2, 20, 30],
    ]),
  );

  expect([...order.spans]).toEqual([0, 2, 3, 1]);
  expect([...order.depth]).toEqual([0, 1, 2, 1]);
  expect([...order.end]).toEqual([4, 3, 3, 4]);
  expect([...order.parent]).toEqual([-1, 0, 1, 0]);
  expect([...order.siblingNumber]).toEqual([1, 1, 1, 2]);
  expect([...order.siblingCount]).toEqual([1, 2, 1, 2]);
  expect([...order.positionOf]).toEqual([0, 3, 1, 2]);
});

test('several roots stand below a row for the whole trace', () => {
  const { order } = buildTraceModel(
    testSkeleton([
      ['a', -1, 0, 10],
      ['b', -1, 20, 30],
    ]),
  );

  expect([...order.spans]).toEqual([-1, 0, 1]);
  expect([...order.depth]).toEqual([0, 1, 1]);
  expect([...order.end]).toEqual([3, 2, 3]);
});

test('spans that are each other’s parents are all shown', () => {
  const { order } = buildTraceModel(
    testSkeleton([
      ['a', 1, 0, 10],
      ['b', 0, 1, 9],
    ]),
  );

  expect([...order.spans].sort()).toEqual([0, 1]);
});

test('a trace without spans has no rows', () => {
  const { order, totalUs } = buildTraceModel(testSkeleton([]));

  expect(order.spans).toHaveLength(0);
  expect(totalUs).toBe(0);
});

test('a chain of 50,000 levels is laid out without running out of stack', () => {
  const spans = Array.from({ length: 50_000 }, (_, at) => ['level', at - 1, at, 200_000 - at] as const);

  const { order } = buildTraceModel(testSkeleton(spans));

  expect(order.depth.at(-1)).toBe(49_999);
});
