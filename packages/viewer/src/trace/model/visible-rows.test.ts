import { expect, test } from 'vitest';
import { buildTraceModel } from './build-trace-model.ts';
import { EVERYTHING_FOLDED, NOTHING_FOLDED, parseFolding, setFolded } from './folding.ts';
import { NO_FILTER, shownPositions } from './row-filter.ts';
import { type TestSpan, testSkeleton, testSpanId } from './test-skeleton.ts';
import { closedRunAt, type RowChoice, rowOfPosition, visibleRows } from './visible-rows.ts';

const ROOT = testSpanId(0);
const FIRST = testSpanId(1);
const ALL: RowChoice = { folding: NOTHING_FOLDED, openRuns: undefined, shown: undefined };

/** root > first > inner; root > second */
const model = buildTraceModel(
  testSkeleton([
    ['root', -1, 0, 100],
    ['first', 0, 10, 40],
    ['inner', 1, 20, 30, 'llm'],
    ['second', 0, 50, 90],
  ]),
);
const folded = (folding: RowChoice['folding']) => [...visibleRows(model, { ...ALL, folding })];

test('a folded span hides all that is below it', () => {
  expect(folded(NOTHING_FOLDED)).toEqual([0, 1, 2, 3]);
  expect(folded(setFolded(NOTHING_FOLDED, FIRST, true))).toEqual([0, 1, 3]);
  expect(folded(setFolded(NOTHING_FOLDED, ROOT, true))).toEqual([0]);
});

test('all but some can be folded', () => {
  expect(folded(EVERYTHING_FOLDED)).toEqual([0]);
  expect(folded(setFolded(EVERYTHING_FOLDED, ROOT, false))).toEqual([0, 1, 3]);
});

test('nonsense in the URL folds nothing that exists', () => {
  expect(folded(parseFolding(',,<script>,'))).toEqual([0, 1, 2, 3]);
});

test('a hidden span is found at the row that hides it', () => {
  const rows = visibleRows(model, { ...ALL, folding: setFolded(NOTHING_FOLDED, FIRST, true) });

  expect([0, 2, 3].map((position) => rowOfPosition(rows, position))).toEqual([0, 1, 2]);
});

test('a filter leaves what matches and what leads to it', () => {
  const shown = shownPositions(model, { ...NO_FILTER, kinds: new Set(['llm']) });

  expect([...visibleRows(model, { ...ALL, shown })]).toEqual([0, 1, 2]);
  expect(shownPositions(model, NO_FILTER)).toBeUndefined();
});

test('only the critical path leaves out what the trace did not wait for', () => {
  const beside = buildTraceModel(
    testSkeleton([
      ['root', -1, 0, 100],
      ['long', 0, 0, 90],
      ['beside it', 0, 10, 50],
    ]),
  );

  expect([
    ...visibleRows(beside, { ...ALL, shown: shownPositions(beside, { ...NO_FILTER, only: 'critical' }) }),
  ]).toEqual([0, 1]);
});

const RUN: readonly TestSpan[] = Array.from({ length: 6 }, (_, at) => ['http.get', 1, at * 10, at * 10 + 9] as const);
/** root > fetch > 6 × http.get (the second with a span inside); root > after */
const repeated = buildTraceModel(
  testSkeleton([['root', -1, 0, 100], ['fetch', 0, 0, 60], ...RUN, ['inside', 3, 10, 15], ['after', 0, 70, 80]]),
);

test('five siblings of one name or more, one after the other, are one row until it is opened', () => {
  const closed: RowChoice = { ...ALL, openRuns: new Set() };
  const opened: RowChoice = { ...ALL, openRuns: new Set([testSpanId(2)]) };

  expect([...visibleRows(repeated, closed)]).toEqual([0, 1, 2, 9]);
  expect(closedRunAt(repeated, 2, closed)).toBe(0);
  expect(repeated.runs.size[0]).toBe(6);
  expect([...visibleRows(repeated, opened)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(closedRunAt(repeated, 2, opened)).toBe(-1);
});

test('runs are not looked for where nobody wants them, or where a filter is', () => {
  expect(visibleRows(repeated, ALL)).toHaveLength(10);
  const shown = new Uint8Array(10).fill(1);

  expect(visibleRows(repeated, { ...ALL, openRuns: new Set(), shown })).toHaveLength(10);
});

test('another name, or another kind, ends a run', () => {
  const spans: readonly TestSpan[] = [
    ['root', -1, 0, 100],
    ...Array.from({ length: 9 }, (_, at): TestSpan => [at === 4 ? 'other' : 'same', 0, at, at + 1]),
  ];

  expect(buildTraceModel(testSkeleton(spans)).runs.count).toBe(0);
});
