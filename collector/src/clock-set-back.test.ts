import { expect, test } from 'vitest';
import { ClockSetBack } from './clock-set-back.ts';

test('moments are brought forward by as much as the clock was set back, once, and again where that failed', async () => {
  const clock = { nowMs: 1_000_000, monotonicMs: 0 };
  const setBack = new ClockSetBack(
    () => clock.nowMs,
    () => clock.monotonicMs,
  );
  const told: number[] = [];
  const mend = () => setBack.mend(async (byMs) => void told.push(byMs));
  const pass = (ms: number, jumpMs = 0): void => {
    clock.monotonicMs += ms;
    clock.nowMs += ms + jumpMs;
  };
  pass(5_000);
  await mend();
  pass(5_000, 60_000);
  await mend();
  pass(5_000, -200);
  await mend();
  expect(told).toEqual([]);
  pass(5_000, -3_600_000);
  await expect(setBack.mend(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  pass(5_000, -1_000);
  await mend();
  await mend();
  expect(told).toEqual([3_601_000]);
});
