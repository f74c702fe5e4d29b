import { afterEach, expect, test, vi } from 'vitest';
import { later, now } from './clock.ts';

afterEach(() => vi.restoreAllMocks());

const toMs = ([seconds, nanos]: [number, number]): number => seconds * 1_000 + nanos / 1e6;

test('the clock tells the time of day, never runs backwards and counts parts of a millisecond', () => {
  const beforeMs = Date.now();
  const times = Array.from({ length: 1_000 }, () => toMs(now()));
  expect(times[0]).toBeGreaterThan(beforeMs - 50);
  expect(times.at(-1)).toBeLessThan(Date.now() + 50);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times.some((ms) => ms % 1 > 0.001)).toBe(true);
});

test('after a sleep of the machine the clock tells the time of day again', () => {
  const hourLater = Date.now() + 3_600_000;
  vi.spyOn(Date, 'now').mockReturnValue(hourLater);
  expect(Math.abs(toMs(now()) - hourLater)).toBeLessThan(1);
  vi.restoreAllMocks();
  const beforeMs = Date.now();
  const timeMs = toMs(now());
  expect(timeMs).toBeGreaterThan(beforeMs - 50);
  expect(timeMs).toBeLessThan(Date.now() + 50);
});

test('the later of two times is told by seconds, then by nanoseconds', () => {
  expect(later([2, 0], [1, 999])).toEqual([2, 0]);
  expect(later([1, 5], [1, 7])).toEqual([1, 7]);
});
