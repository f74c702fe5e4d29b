import { expect, test } from 'vitest';
import { wholeList } from './whole-list.ts';

test('a list is read page by page to its end', async () => {
  const asked: (string | undefined)[] = [];
  const list = await wholeList(async (cursor) => {
    asked.push(cursor);
    const [items, nextCursor] = cursor === undefined ? [['ann', 'b&b'], 'b&b'] : [['eve'], null];
    return { items, nextCursor, total: 3, totalIsEstimate: false };
  });
  expect(list).toEqual({ items: ['ann', 'b&b', 'eve'], nextCursor: null, total: 3, totalIsEstimate: false });
  expect(asked).toEqual([undefined, 'b&b']);
});
