import type { HistogramAnswer, TimeBucket } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { bucketAt, bucketMs, latencyTopMs, rangeOfBuckets } from './buckets.ts';

const bucket = (startMs: number, p95Ms: number | null = 10): TimeBucket => ({
  startNs: `${startMs}000000`,
  count: 1,
  errors: 0,
  p50Ms: p95Ms,
  p95Ms,
});
const HOURLY: HistogramAnswer = {
  interval: '1h',
  zone: 'UTC',
  time: [bucket(0), bucket(3_600_000), bucket(7_200_000)],
  duration: [],
  total: 3,
};

test('a bucket ends where the next one begins, the last one after the interval', () => {
  expect(bucketMs(HOURLY, 1)).toEqual([3_600_000, 7_200_000]);
  expect(bucketMs(HOURLY, 2)).toEqual([7_200_000, 10_800_000]);
});

test('a range is the same whichever way it was drawn', () => {
  const range = { from: '3600000', to: '10800000' };

  expect(rangeOfBuckets(HOURLY, { anchor: 1, head: 2 })).toEqual(range);
  expect(rangeOfBuckets(HOURLY, { anchor: 2, head: 1 })).toEqual(range);
});

test('a point beside the chart is the bucket at its edge', () => {
  expect([-0.2, 0, 0.5, 1, 1.4].map((share) => bucketAt(3, share))).toEqual([0, 0, 1, 2, 2]);
});

test('one outlier among many does not flatten the others', () => {
  const many = Array.from({ length: 40 }, (_, at) => bucket(at, at === 7 ? 90_000 : at));

  expect(latencyTopMs(many)).toBe(39);
  expect(latencyTopMs([bucket(0, null)])).toBe(1);
});
