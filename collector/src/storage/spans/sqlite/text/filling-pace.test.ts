import { expect, test } from 'vitest';
import { FillingPace, LOOK_MS } from './filling-pace.ts';

test('what is there at the start is read at once, without pauses', () => {
  const pace = new FillingPace();
  pace.observe(1, 0);
  expect(pace.isTime(0)).toBe(true);
  expect(pace.next(30, 30, true)).toBe(0);
  expect(pace.next(60, 30, false)).toBe(LOOK_MS);
  expect([pace.isWaiting, pace.isTime(60_000)]).toEqual([false, false]);
});

test('spans that come are read once none has come for a second', () => {
  const pace = new FillingPace();
  pace.observe(1, 0);
  pace.next(0, 0, false);
  pace.observe(2, 10_000);
  expect([pace.isWaiting, pace.isTime(10_999), pace.isTime(11_000)]).toEqual([true, false, true]);
  pace.observe(3, 10_900);
  expect([pace.isTime(11_000), pace.isTime(11_900)]).toEqual([false, true]);
});

test('where they keep coming, they are read after ten seconds in a tenth of the time', () => {
  const pace = new FillingPace();
  for (let second = 0; second <= 10; second += 0.5) pace.observe(second, second * 1_000);
  expect(pace.isTime(10_000)).toBe(true);
  expect(pace.next(10_100, 100, true)).toBe(900);
});
