import { expect, test } from 'vitest';
import { parentIndexes } from './parent-indexes.ts';

const span = (spanId: string, parentSpanId = '', fallbackParentSpanId = '') => ({
  spanId,
  parentSpanId,
  fallbackParentSpanId,
});

test('a span points to its parent, wherever that stands', () => {
  expect(parentIndexes([span('a'), span('b', 'c'), span('c', 'a')])).toEqual([-1, 2, 0]);
});

test('where the parent was exported elsewhere, the named ancestor stands in', () => {
  expect(parentIndexes([span('a'), span('b', 'elsewhere', 'a')])).toEqual([-1, 0]);
});

test('where the parent is there, the named ancestor is not asked', () => {
  expect(parentIndexes([span('a'), span('b', 'a'), span('c', 'b', 'a')])).toEqual([-1, 0, 1]);
});

test('a span whose parent has not arrived is a root', () => {
  expect(parentIndexes([span('a', 'missing')])).toEqual([-1]);
});

test('a span that is its own parent is a root', () => {
  expect(parentIndexes([span('a', 'a')])).toEqual([-1]);
});

test('a ring is cut once, and what hangs on it stays', () => {
  expect(parentIndexes([span('a', 'c'), span('b', 'a'), span('c', 'b'), span('d', 'c')])).toEqual([2, -1, 1, 2]);
});

test('a chain of 100,000 spans is no deeper than any other', () => {
  const chain = Array.from({ length: 100_000 }, (_, i) => span(`s${i}`, i === 0 ? '' : `s${i - 1}`));
  expect(parentIndexes(chain).at(-1)).toBe(99_998);
});
