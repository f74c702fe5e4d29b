import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatExactUsd, formatLeastUsd, formatUsd, percentages } from './number.ts';

test('counts are full up to 9,999 and then shortened', () => {
  expect([0, 9_999, 14_200, 50_000, 999_499, 1_170_000].map(formatCount)).toEqual([
    '0',
    '9,999',
    '14.2k',
    '50k',
    '999k',
    '1.17M',
  ]);
});

test('costs keep two figures below ten cents, so that a cheap call is not free', () => {
  expect([0, 0.00083, 0.083, 0.0951, 0.268, 1.234, 12.5, 1_234.4].map(formatUsd)).toEqual([
    ...['$0', '$0.00083', '$0.083', '$0.095', '$0.268', '$1.234', '$12.50', '$1,234'],
  ]);
});

test('costs too small to read are said to be small, in one spelling, and exactly where there is room', () => {
  expect([0.00000008, 0.00000028, 0.0000099].map(formatUsd)).toEqual(['<$0.00001', '<$0.00001', '<$0.00001']);
  expect([0.00001, 0.0000999].map(formatUsd)).toEqual(['$0.000010', '$0.00010']);
  expect([0, 0.00000008, 0.083].map(formatLeastUsd)).toEqual(['≥ $0', '>$0', '≥ $0.083']);
  expect([0, 0.00000008, 0.083, 10, 0.1 + 0.2].map(formatExactUsd)).toEqual([
    ...['$0', '$0.00000008', '$0.083', '$10', '$0.3'],
  ]);
});

test('sizes', () => {
  expect([12, 1_500, 2_000_000].map(formatBytes)).toEqual(['12 B', '1.5 kB', '2 MB']);
});

test('percentages add up to exactly 100', () => {
  expect(percentages([1, 1, 1])).toEqual([33.4, 33.3, 33.3]);
  expect(percentages([7, 0])).toEqual([100, 0]);
  expect(percentages([999_999, 1])).toEqual([100, 0]);
  expect(percentages([0, 0])).toEqual([0, 0]);
  expect(percentages([])).toEqual([]);
});
