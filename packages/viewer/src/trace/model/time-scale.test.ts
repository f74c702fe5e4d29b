import { expect, test } from 'vitest';
import { axisTicks, extentOf, formatTick, momentAt, shareAt, timeScale } from './time-scale.ts';

test('an interval lies where its share of the range is, clipped to it', () => {
  const range = timeScale({ fromUs: 100, toUs: 300 });

  expect(extentOf(range, 150, 200)).toEqual({ left: 0.25, width: 0.25 });
  expect(extentOf(range, 0, 1_000)).toEqual({ left: 0, width: 1 });
  expect(extentOf(range, 250, 400)).toEqual({ left: 0.75, width: 0.25 });
  expect(extentOf(range, 0, 99)).toBeUndefined();
  expect(extentOf(range, 301, 400)).toBeUndefined();
});

test('a long pause is drawn short, and moments on both sides of it keep their distances', () => {
  const idle = { startUs: Float64Array.of(100, 950), endUs: Float64Array.of(900, 960) };
  const scale = timeScale({ fromUs: 0, toUs: 1_000 }, idle);

  expect(scale.pauses).toEqual([{ fromUs: 100, toUs: 900, left: 0.49, width: 0.02 }]);
  expect([0, 100, 500, 900, 1_000].map((us) => Math.round(shareAt(scale, us) * 1_000) / 1_000)).toEqual([
    0, 0.49, 0.5, 0.51, 1,
  ]);
  expect(extentOf(scale, 50, 950)?.width).toBeCloseTo(0.51, 9);
});

test('what lies at a place is what was drawn there', () => {
  const idle = { startUs: Float64Array.of(100, 600), endUs: Float64Array.of(500, 900) };
  const scale = timeScale({ fromUs: 20, toUs: 1_000 }, idle);

  for (const us of [20, 99, 100, 300, 500, 550, 700, 999])
    expect(momentAt(scale, shareAt(scale, us))).toBeCloseTo(us, 6);
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
  expect(formatTick(9_000e6, { fromUs: 0, toUs: 15_000e6 })).toBe('2:30 h');
});
