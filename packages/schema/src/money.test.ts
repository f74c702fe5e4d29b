import { expect, test } from 'vitest';
import { nanoUsd, toUsd } from './money.ts';

test('a price becomes an exact integer: float noise is rounded away', () => {
  expect(nanoUsd(0.1 + 0.2)).toBe(300_000_000);
  expect(toUsd(nanoUsd(0.00325))).toBe(0.00325);
});

test('an amount that integers cannot hold exactly is refused', () => {
  for (const usd of [Number.NaN, Number.POSITIVE_INFINITY, 1e10]) expect(() => nanoUsd(usd)).toThrow(RangeError);
});
