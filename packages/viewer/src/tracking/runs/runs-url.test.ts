import { expect, test } from 'vitest';
import { isTree, searchOf } from './runs-url.ts';

test.each([
  [undefined, undefined],
  ['-metrics.val/acc', 'metrics.`val/acc` DESC'],
  ['params.a.b', 'params.`a.b` ASC'],
  ['start', 'attributes.start_time ASC'],
  ['-duration', undefined],
])('sort=%s asks for %s', (sort, order) => {
  expect(searchOf('4', { sort }).order).toBe(order);
});

test('the tree gives way to a filter and to an order, which are about each run', () => {
  expect([{}, { q: 'metrics.a > 1' }, { sort: '-start' }, { flat: '1' }].map(isTree)).toEqual([
    ...[true, false, false, false],
  ]);
});
