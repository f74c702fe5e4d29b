import { expect, test } from 'vitest';
import { buildTraceModel } from './build-trace-model.ts';
import { type TestSpan, testSkeleton } from './test-skeleton.ts';

function rows(spans: readonly TestSpan[]): readonly number[] {
  const { lanes, order } = buildTraceModel(testSkeleton(spans));
  return Array.from(order.positionOf, (position) => lanes.rowOf[position]!);
}

test('steps one after the other share a row, those side by side lie below each other', () => {
  expect(
    rows([
      ['root', -1, 0, 100],
      ['first', 0, 0, 40],
      ['beside it', 0, 10, 50],
      ['after both', 0, 60, 90],
    ]),
  ).toEqual([0, 1, 2, 1]);
});

test('what is beside a step lies below all that is inside it', () => {
  expect(
    rows([
      ['root', -1, 0, 100],
      ['first', 0, 0, 40],
      ['beside it', 0, 10, 50],
      ['inside the first', 1, 5, 35],
      ['after', 0, 60, 90],
      ['inside the last', 4, 60, 90],
    ]),
  ).toEqual([0, 1, 3, 2, 1, 2]);
});

test('a chain of 50,000 levels is laid out in time', () => {
  const { lanes } = buildTraceModel(
    testSkeleton(Array.from({ length: 50_000 }, (_, at) => ['level', at - 1, at, 200_000 - at] as const)),
  );

  expect(lanes.count).toBe(50_000);
});

test('a trace without spans has no rows', () => {
  expect(buildTraceModel(testSkeleton([])).lanes.count).toBe(0);
});
