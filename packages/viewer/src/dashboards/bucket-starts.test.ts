import { expect, test } from 'vitest';
import { bucketStarts } from './bucket-starts.ts';

test('buckets without anything are there too, and the end of the last', () => {
  expect(bucketStarts([180_000, 0], '1m')).toEqual([0, 60_000, 120_000, 180_000, 240_000]);
  expect(bucketStarts([], '1m')).toEqual([]);
});

test('days begin at midnight of the clock on the wall', () => {
  const midnight = (day: number) => new Date(2026, 2, day).getTime();
  expect(bucketStarts([midnight(27), midnight(31)], '1d')).toEqual([27, 28, 29, 30, 31, 32].map(midnight));
});

test('a senseless answer ends', () => {
  expect(bucketStarts([0, Number.MAX_SAFE_INTEGER], '1s')).toHaveLength(2_000);
  expect(bucketStarts([Number.NaN], '1s')).toEqual([]);
});
