import { expect, test } from 'vitest';
import { formatDuration, formatExactMs } from './duration.ts';

test('a duration is written in the unit that suits it, with three figures', () => {
  expect(formatDuration(0)).toBe('0 µs');
  expect(formatDuration(820)).toBe('820 µs');
  expect(formatDuration(1_000)).toBe('1.00 ms');
  expect(formatDuration(93_440)).toBe('93.4 ms');
  expect(formatDuration(12_400_000)).toBe('12.4 s');
  expect(formatDuration(125_000_000)).toBe('2 m 05 s');
  expect(formatDuration(3_780_000_000)).toBe('1 h 03 m');
});

test('rounding never gives a thousand of a smaller unit', () => {
  expect(formatDuration(999.6)).toBe('1.00 ms');
  expect(formatDuration(999_600)).toBe('1.00 s');
  expect(formatDuration(59_960_000)).toBe('1 m 00 s');
  expect(formatDuration(9_996)).toBe('10.0 ms');
});

test('what is no duration is a dash, and a clock that went back shows', () => {
  expect(formatDuration(Number.NaN)).toBe('–');
  expect(formatDuration(-1_500)).toBe('−1.50 ms');
});

test('exact milliseconds keep every microsecond', () => {
  expect(formatExactMs(12_400_250)).toBe('12,400.250 ms');
});
