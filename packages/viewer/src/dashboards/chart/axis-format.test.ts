import { expect, test } from 'vitest';
import { axisLabel, bucketLabel } from './axis-format.ts';

const at = (day: number, hour: number, minute = 0, second = 0) =>
  new Date(2026, 9, day, hour, minute, second).getTime();
const HOUR_MS = 3_600_000;

test('a bucket is called by what tells it from its neighbours', () => {
  expect(axisLabel(at(5, 14, 30), HOUR_MS / 4, 3 * HOUR_MS)).toBe('14:30');
  expect(axisLabel(at(5, 14, 30, 9), 1_000, 60_000)).toBe('14:30:09');
  expect(axisLabel(at(5, 6), 6 * HOUR_MS, 72 * HOUR_MS)).toBe('5 Oct 06:00');
  expect(axisLabel(at(5, 0), 24 * HOUR_MS, 720 * HOUR_MS)).toBe('5 Oct');
});

test('the whole name says from when to when', () => {
  expect(bucketLabel(at(5, 14), at(5, 15))).toBe('5 Oct 14:00 – 15:00');
  expect(bucketLabel(at(5, 14, 0, 9), at(5, 14, 0, 10))).toBe('5 Oct 14:00:09 – 14:00:10');
  expect(bucketLabel(at(5, 18), at(6, 0))).toBe('5 Oct 18:00 – 6 Oct 00:00');
});
