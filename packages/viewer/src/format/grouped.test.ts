import { expect, test } from 'vitest';
import { grouped } from './grouped.ts';

test('numbers are grouped as the language does it', () => {
  for (const value of [0, 7, 999, 1_000, -1_234, 12_345.678, 1_234_567, 999_999_999, 0.1 + 0.2, -0.5]) {
    expect(grouped(value)).toBe(value.toLocaleString('en-US'));
    const options = { minimumFractionDigits: 3, maximumFractionDigits: 3 };
    expect(grouped(value, 3)).toBe(value.toLocaleString('en-US', options));
  }
});
