import { expect, test } from 'vitest';
import { differingPaths } from './differing-paths.ts';

test('the deepest place of each difference is told, however it came about', () => {
  const before = { inputs: { q: 'a', list: [1, { x: 1 }], 'odd key': 1, same: { k: [1] } }, tags: { t: '1' } };
  const after = { inputs: { q: 'b', list: [1, { x: 2 }, 3], 'odd key': 2, same: { k: [1] } }, expectations: { e: 1 } };
  expect(differingPaths(before, after)).toEqual([
    'inputs.q',
    'inputs.list[1].x',
    'inputs.list[2]',
    'inputs["odd key"]',
    'tags',
    'expectations',
  ]);
  expect(differingPaths({ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } })).toEqual([]);
  expect(differingPaths({ a: 1 }, { a: [1] })).toEqual(['a']);
  expect(differingPaths({ a: null }, {})).toEqual(['a']);
});
