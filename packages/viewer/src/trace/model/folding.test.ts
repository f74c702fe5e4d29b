import { expect, test } from 'vitest';
import {
  EVERYTHING_FOLDED,
  formatFolding,
  isFolded,
  NOTHING_FOLDED,
  parseFolding,
  rowOfPosition,
  setFolded,
  visiblePositions,
} from './folding.ts';
import { testSkeleton, testSpanId } from './test-skeleton.ts';
import { traceModel } from './trace-model.ts';

const ROOT = testSpanId(0);
const FIRST = testSpanId(1);

/** root > first > inner; root > second */
const MODEL = traceModel(
  testSkeleton([
    ['root', -1, 0, 100],
    ['first', 0, 10, 40],
    ['inner', 1, 20, 30],
    ['second', 0, 50, 90],
  ]),
);
const idOf = (position: number) => testSpanId(MODEL.order.spans[position]!);

test('a folded span hides all that is below it', () => {
  expect([...visiblePositions(MODEL.order, NOTHING_FOLDED, idOf)]).toEqual([0, 1, 2, 3]);
  expect([...visiblePositions(MODEL.order, setFolded(NOTHING_FOLDED, FIRST, true), idOf)]).toEqual([0, 1, 3]);
  expect([...visiblePositions(MODEL.order, setFolded(NOTHING_FOLDED, ROOT, true), idOf)]).toEqual([0]);
});

test('all but some can be folded', () => {
  expect([...visiblePositions(MODEL.order, EVERYTHING_FOLDED, idOf)]).toEqual([0]);
  expect([...visiblePositions(MODEL.order, setFolded(EVERYTHING_FOLDED, ROOT, false), idOf)]).toEqual([0, 1, 3]);
});

test('folding and unfolding again leaves nothing behind', () => {
  const folding = setFolded(setFolded(NOTHING_FOLDED, FIRST, true), FIRST, false);

  expect(isFolded(folding, FIRST)).toBe(false);
  expect(formatFolding(folding)).toBe('');
});

test('a folding survives the URL', () => {
  for (const folding of [
    NOTHING_FOLDED,
    setFolded(NOTHING_FOLDED, FIRST, true),
    setFolded(EVERYTHING_FOLDED, ROOT, false),
  ]) {
    expect(parseFolding(formatFolding(folding))).toEqual(folding);
  }
  expect(formatFolding(setFolded(EVERYTHING_FOLDED, ROOT, false))).toBe(`*,${ROOT}`);
});

test('nonsense in the URL folds nothing that exists', () => {
  expect([...visiblePositions(MODEL.order, parseFolding(',,<script>,'), idOf)]).toEqual([0, 1, 2, 3]);
});

test('a hidden span is found at the row that hides it', () => {
  const rows = visiblePositions(MODEL.order, setFolded(NOTHING_FOLDED, FIRST, true), idOf);

  expect(rowOfPosition(rows, 2)).toBe(1);
  expect(rowOfPosition(rows, 3)).toBe(2);
  expect(rowOfPosition(rows, 0)).toBe(0);
});
