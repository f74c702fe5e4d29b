import { expect, test } from 'vitest';
import { shareSlots } from './row-slots.ts';

const slots = (...keys: readonly string[]) => shareSlots(new Map(), keys);

test('each row has an element of its own', () => {
  expect([...slots('a', 'b', 'c').values()]).toEqual([0, 1, 2]);
});

test('a row that stays keeps its element, and one that comes in takes that of a row that has left', () => {
  const after = shareSlots(slots('a', 'b', 'c'), ['b', 'c', 'd']);

  expect([...after]).toEqual([
    ['b', 1],
    ['c', 2],
    ['d', 0],
  ]);
});

test('a window that has moved on by all its rows needs no other elements', () => {
  expect([...shareSlots(slots('a', 'b', 'c'), ['d', 'e', 'f']).values()]).toEqual([0, 1, 2]);
});

test('a window that has grown gets elements that no row has', () => {
  const fewer = shareSlots(slots('a', 'b', 'c'), ['c']);

  expect([...shareSlots(fewer, ['b', 'c', 'd']).entries()]).toEqual([
    ['b', 3],
    ['c', 2],
    ['d', 4],
  ]);
});
