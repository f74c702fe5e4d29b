import { expect, test } from 'vitest';
import { buildTraceModel } from './build-trace-model.ts';
import { testSkeleton } from './test-skeleton.ts';

test('time in which only spans with others inside them ran is idle, unless it is too short to see', () => {
  const { idle } = buildTraceModel(
    testSkeleton([
      ['root', -1, 0, 10_000],
      ['first', 0, 0, 1_000],
      ['beside it', 0, 500, 2_000],
      ['right after', 0, 2_010, 3_000],
      ['much later', 0, 8_000, 9_000],
    ]),
  );

  expect([...idle.startUs]).toEqual([3_000, 9_000]);
  expect([...idle.endUs]).toEqual([8_000, 10_000]);
});
