import { expect, test } from 'vitest';
import { comparedIds } from './compare-url.ts';

test('runs are compared once each, up to a thousand, and it is said where there are more', () => {
  const named = (count: number) => Array.from({ length: count }, (_, at) => `run${at}`).join();
  expect(comparedIds('a,b,a')).toEqual({ ids: ['a', 'b'], hasMore: false });
  expect(comparedIds(undefined)).toEqual({ ids: [], hasMore: false });
  expect(comparedIds(named(1_000)).hasMore).toBe(false);
  expect(comparedIds(named(1_001))).toMatchObject({ ids: { length: 1_000 }, hasMore: true });
});
