import { expect, test } from 'vitest';
import { formatScore } from './score.ts';

test.each([
  [0.70909, '0.709'],
  [999.4, '999'],
  [1_234.5, '1235'],
  [-12_345_678, '-12345678'],
  [0, '0'],
])('a score of %d is shown as %s', (value, text) => {
  expect(formatScore(value)).toBe(text);
});
