import { expect, test } from 'vitest';
import { buildTraceModel } from '../model/build-trace-model.ts';
import { testSkeleton } from '../model/test-skeleton.ts';
import { flameKey } from './flame-keys.ts';

/** root > first > inner > innermost; root > second */
const model = buildTraceModel(
  testSkeleton([
    ['root', -1, 0, 100],
    ['first', 0, 0, 40],
    ['inner', 1, 0, 30],
    ['innermost', 2, 0, 20],
    ['second', 0, 50, 90],
  ]),
);

test('up and down go to parents and children, left and right along siblings', () => {
  expect(flameKey('ArrowDown', model, 0)).toBe(1);
  expect(flameKey('ArrowUp', model, 3)).toBe(2);
  expect(flameKey('ArrowRight', model, 1)).toBe(4);
  expect(flameKey('ArrowLeft', model, 4)).toBe(1);
});

test('where there is nothing in that direction, nothing happens', () => {
  expect(['ArrowUp', 'ArrowLeft', 'ArrowRight'].map((key) => flameKey(key, model, 0))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(flameKey('ArrowDown', model, 3)).toBeUndefined();
  expect(flameKey('ArrowRight', model, 4)).toBeUndefined();
  expect(flameKey('x', model, 0)).toBeUndefined();
});
