import { expect, test } from 'vitest';
import { scrollTopFor, visibleRange } from './visible-range.ts';

const GEOMETRY = { scrollTop: 0, viewportHeight: 280, rowHeight: 28, rowCount: 50_000 };

test('rows in view and around them are drawn, and no others', () => {
  expect(visibleRange(GEOMETRY, 12)).toEqual({ first: 0, end: 24 });
  expect(visibleRange({ ...GEOMETRY, scrollTop: 28_000 }, 12)).toEqual({ first: 984, end: 1_026 });
  expect(visibleRange({ ...GEOMETRY, scrollTop: 50_000 * 28 }, 12)).toEqual({ first: 49_986, end: 50_000 });
});

test('a short list is drawn whole, an empty one not at all', () => {
  expect(visibleRange({ ...GEOMETRY, rowCount: 3 }, 12)).toEqual({ first: 0, end: 3 });
  expect(visibleRange({ ...GEOMETRY, rowCount: 0 }, 12)).toEqual({ first: 0, end: 0 });
});

test('scrolling by a few pixels draws nothing new', () => {
  const range = visibleRange({ ...GEOMETRY, scrollTop: 28_000 }, 12);

  expect(visibleRange({ ...GEOMETRY, scrollTop: 28_003 }, 12)).toEqual(range);
});

test('one scrolls no further than a row needs to be in view', () => {
  const at = { ...GEOMETRY, scrollTop: 2_800 };

  expect(scrollTopFor(105, at)).toBe(2_800);
  expect(scrollTopFor(99, at)).toBe(99 * 28);
  expect(scrollTopFor(110, at)).toBe(111 * 28 - 280);
});
