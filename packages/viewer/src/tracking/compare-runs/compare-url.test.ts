import { expect, test } from 'vitest';
import { comparedIds, compareHref } from './compare-url.ts';

test('runs are compared once each, up to a thousand, and it is said where there are more', () => {
  const named = (count: number) => Array.from({ length: count }, (_, at) => `run${at}`).join();
  expect(comparedIds('a,b,a')).toEqual({ ids: ['a', 'b'], hasMore: false });
  expect(comparedIds(undefined)).toEqual({ ids: [], hasMore: false });
  expect(comparedIds(named(1_000)).hasMore).toBe(false);
  expect(comparedIds(named(1_001))).toMatchObject({ ids: { length: 1_000 }, hasMore: true });
});

test('a link names no more runs than an address can hold', () => {
  const chosen = (count: number) => new Set(Array.from({ length: count }, (_, at) => `${at}`.padStart(32, '0')));
  expect(compareHref(chosen(1))).toBeUndefined();
  expect(compareHref(new Set(['a', 'b']))).toBe('/compare-runs?runs=a,b');
  expect(compareHref(chosen(400))?.length).toBeLessThan(14_000);
  expect(compareHref(chosen(401))).toBeUndefined();
});
