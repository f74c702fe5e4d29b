import { expect, test } from 'vitest';
import { FillingPace } from './filling-pace.ts';

test('what is there at the start is read at once, without pauses', () => {
  const pace = new FillingPace();
  expect(pace.observe(1, 0)).toBe(true);
  expect(pace.patienceMs(0, 1_000_000)).toBe(0);
  expect([pace.pauseMs(30, 30, true), pace.pauseMs(60, 30, false)]).toEqual([0, 500]);
});

test('spans that come are read once nothing has changed for a second', () => {
  const pace = new FillingPace();
  pace.observe(1, 0);
  expect([pace.observe(1, 9_000), pace.observe(2, 10_000)]).toEqual([false, true]);
  expect([pace.patienceMs(10_999, 512), pace.patienceMs(11_000, 512)]).toEqual([10_000, 0]);
  pace.observe(3, 10_900);
  expect([pace.patienceMs(11_000, 512), pace.patienceMs(11_900, 512)]).toEqual([10_000, 0]);
});

test('where they keep coming, those that have waited long are read in a tenth of the time, longer if they are many', () => {
  const pace = new FillingPace();
  for (let second = 0; second <= 10; second += 0.5) pace.observe(second, second * 1_000);
  expect([pace.patienceMs(10_000, 19_999), pace.patienceMs(10_000, 20_000)]).toEqual([10_000, 60_000]);
  expect(pace.pauseMs(10_100, 100, true)).toBe(900);
});
