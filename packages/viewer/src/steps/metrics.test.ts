import { expect, test } from 'vitest';
import { changeOf, formatChange } from './metrics.ts';

test.each([
  [100, 112, '+12 %'],
  [100, 75, '−25 %'],
  [100, 340, '×3.4'],
  [100, 100.2, ''],
])('from %d to %d is %j', (first, second, text) => {
  expect(formatChange(changeOf(first, second) ?? Number.NaN)).toBe(text);
});

test('nothing is no measure of a change', () => {
  expect([changeOf(0, 5), changeOf(null, 5), changeOf(5, null)]).toEqual([undefined, undefined, undefined]);
});
