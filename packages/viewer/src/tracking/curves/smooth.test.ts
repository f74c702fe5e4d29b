import { expect, test } from 'vitest';
import { smooth } from './smooth.ts';

test('a constant stays what it is from its first value on', () => {
  for (const value of smooth([5, 5, 5], 0.9)) expect(value).toBeCloseTo(5, 10);
});

test('a jump is evened out, and what is no number counts for nothing', () => {
  const [first, second, third, last] = smooth([0, Number.NaN, 1, 1], 0.5);
  expect(first).toBe(0);
  expect(second).toBeNaN();
  expect(third).toBeCloseTo(2 / 3, 10);
  expect(last).toBeCloseTo(6 / 7, 10);
});

test('without a weight values are themselves', () => {
  expect(smooth([3, 1, 2], 0)).toEqual([3, 1, 2]);
});
