import { expect, test } from 'vitest';
import { axisTicks, extentOf, formatTick } from './time-scale.ts';

test('an interval lies where its share of the range is, clipped to it', () => {
  const range = { fromUs: 100, toUs: 300 };

  expect(extentOf(range, 150, 200)).toEqual({ left: 0.25, width: 0.25 });
  expect(extentOf(range, 0, 1_000)).toEqual({ left: 0, width: 1 });
  expect(extentOf(range, 250, 400)).toEqual({ left: 0.75, width: 0.25 });
  expect(extentOf(range, 0, 99)).toBeUndefined();
  expect(extentOf(range, 301, 400)).toBeUndefined();
});

test('ticks are round numbers, and no more than asked for', () => {
  expect(axisTicks({ fromUs: 0, toUs: 12_400_000 }, 7)).toEqual([0, 2e6, 4e6, 6e6, 8e6, 10e6, 12e6]);
  expect(axisTicks({ fromUs: 0, toUs: 1 }, 7)).toEqual([0, 1]);
  expect(axisTicks({ fromUs: 1_234, toUs: 1_890 }, 4)).toEqual([1_400, 1_600, 1_800]);
  expect(axisTicks({ fromUs: 0, toUs: 600e6 }, 6)).toEqual([0, 120e6, 240e6, 360e6, 480e6, 600e6]);
});

test('ticks are written in the unit of the range', () => {
  expect(formatTick(0, { fromUs: 0, toUs: 10 })).toBe('0');
  expect(formatTick(500, { fromUs: 0, toUs: 1_000 })).toBe('500 µs');
  expect(formatTick(1_500, { fromUs: 0, toUs: 9_000 })).toBe('1.5 ms');
  expect(formatTick(2_500_000, { fromUs: 0, toUs: 9_000_000 })).toBe('2.5 s');
  expect(formatTick(270e6, { fromUs: 0, toUs: 600e6 })).toBe('4:30');
});
