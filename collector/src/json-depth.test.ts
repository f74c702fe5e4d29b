import { expect, test } from 'vitest';
import { isDeeperThan } from './json-depth.ts';

test('levels of lists and objects are counted, those of the deepest place', () => {
  const value: unknown = JSON.parse('[1, {"a": "[[[", "b": [null]}]');
  expect(isDeeperThan(3, value)).toBe(false);
  expect(isDeeperThan(2, value)).toBe(true);
  expect(isDeeperThan(0, 'text')).toBe(false);
});

test('however deep a value is, it is told', () => {
  expect(isDeeperThan(500, JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)))).toBe(true);
});
