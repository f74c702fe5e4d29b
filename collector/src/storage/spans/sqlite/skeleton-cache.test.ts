import { expect, test } from 'vitest';
import { SkeletonCache } from './skeleton-cache.ts';

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => new Uint8Array(values);

test('a skeleton is kept by its change and its encoding', () => {
  const cache = new SkeletonCache();
  cache.put(7, 'gzip', bytes(1, 2));
  expect(cache.get(7, 'gzip')).toEqual(bytes(1, 2));
  expect(cache.get(7, 'identity')).toBeUndefined();
  expect(cache.get(8, 'gzip')).toBeUndefined();
});

test('what was put in and what is taken out may be given away', () => {
  const cache = new SkeletonCache();
  const given = bytes(1, 2);
  cache.put(7, 'gzip', given);
  given.fill(0);
  cache.get(7, 'gzip')?.fill(0);
  expect(cache.get(7, 'gzip')).toEqual(bytes(1, 2));
});

test('the last four that were asked for stay', () => {
  const cache = new SkeletonCache();
  for (const change of [1, 2, 3, 4]) cache.put(change, 'gzip', bytes(change));
  cache.get(1, 'gzip');
  cache.put(5, 'gzip', bytes(5));
  expect(cache.get(2, 'gzip')).toBeUndefined();
  expect(cache.get(1, 'gzip')).toEqual(bytes(1));
});

test('a huge skeleton is not kept', () => {
  const cache = new SkeletonCache();
  cache.put(1, 'identity', new Uint8Array(3 * 1024 * 1024));
  expect(cache.get(1, 'identity')).toBeUndefined();
});
