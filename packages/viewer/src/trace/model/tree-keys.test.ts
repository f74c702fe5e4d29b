import { expect, test } from 'vitest';
import { buildTraceModel } from './build-trace-model.ts';
import { testSkeleton } from './test-skeleton.ts';
import { type TreeState, treeAction } from './tree-keys.ts';

/** root > first > inner; root > second */
const { order } = buildTraceModel(
  testSkeleton([
    ['root', -1, 0, 100],
    ['first', 0, 10, 40],
    ['inner', 1, 20, 30],
    ['second', 0, 50, 90],
  ]),
);
const open = (row: number): TreeState => ({
  order,
  rows: new Int32Array([0, 1, 2, 3]),
  row,
  isFolded: () => false,
  isOpenRun: () => false,
  pageRows: 2,
});
/** With `first` folded. */
const folded = (row: number): TreeState => ({
  ...open(row),
  rows: new Int32Array([0, 1, 3]),
  isFolded: (at) => at === 1,
});

test('down and up go row by row and stop at the ends', () => {
  expect(treeAction('j', open(0))).toEqual({ type: 'go', row: 1 });
  expect(treeAction('ArrowUp', open(1))).toEqual({ type: 'go', row: 0 });
  expect(treeAction('k', open(0))).toBeUndefined();
  expect(treeAction('ArrowDown', open(3))).toBeUndefined();
});

test('right opens what is folded, and else goes to the first child', () => {
  expect(treeAction('ArrowRight', folded(1))).toEqual({ type: 'unfold', row: 1 });
  expect(treeAction('l', open(1))).toEqual({ type: 'go', row: 2 });
  expect(treeAction('l', open(2))).toBeUndefined();
});

test('left folds what is open, and else goes to the parent', () => {
  expect(treeAction('ArrowLeft', open(1))).toEqual({ type: 'fold', row: 1 });
  expect(treeAction('h', open(2))).toEqual({ type: 'go', row: 1 });
  expect(treeAction('h', folded(2))).toEqual({ type: 'go', row: 0 });
  expect(treeAction('h', folded(1))).toEqual({ type: 'go', row: 0 });
});

test('a run of spans opens to the right and closes to the left', () => {
  const run = { ...open(2), isOpenRun: (row: number) => row === 2 };

  expect(treeAction('l', { ...open(2), isFolded: () => true })).toEqual({ type: 'unfold', row: 2 });
  expect(treeAction('h', run)).toEqual({ type: 'fold', row: 2 });
});

test('home, end and pages', () => {
  expect(treeAction('End', open(0))).toEqual({ type: 'go', row: 3 });
  expect(treeAction('Home', open(3))).toEqual({ type: 'go', row: 0 });
  expect(treeAction('PageDown', open(0))).toEqual({ type: 'go', row: 2 });
  expect(treeAction('PageUp', open(1))).toEqual({ type: 'go', row: 0 });
});

test('other keys do nothing, and neither does any in an empty tree', () => {
  expect(treeAction('x', open(0))).toBeUndefined();
  expect(treeAction('j', { ...open(0), rows: new Int32Array() })).toBeUndefined();
  expect(treeAction('l', { ...open(0), rows: new Int32Array() })).toBeUndefined();
});
