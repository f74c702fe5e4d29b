import { expect, test } from 'vitest';
import { epochMs, formatIso, formatMoment } from './moment.ts';

test('a wire timestamp becomes milliseconds with their fraction', () => {
  expect(epochMs('1790000000123456789')).toBe(1_790_000_000_123.456);
  expect(epochMs('soon')).toBeNaN();
});

test('the day is left out for today and said before that', () => {
  const now = new Date(2026, 10, 21, 18, 0, 0).getTime();

  expect(formatMoment(new Date(2026, 10, 21, 9, 5, 7).getTime(), now)).toBe('09:05:07');
  expect(formatMoment(new Date(2026, 10, 20, 23, 5, 7).getTime(), now)).toBe('20 Nov 23:05:07');
  expect(formatMoment(new Date(2025, 0, 2, 3, 4, 5).getTime(), now)).toBe('2 Jan 2025 03:04:05');
  expect(formatMoment(Number.NaN, now)).toBe('–');
});

test('what is no time is a dash', () => {
  expect(formatIso(0)).toBe('1970-01-01T00:00:00.000Z');
  expect(formatIso(Number.NaN)).toBe('–');
});
