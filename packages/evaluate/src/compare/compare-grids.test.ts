import { pairedBootstrap } from '@tracewright/statistics';
import { expect, test } from 'vitest';
import { compareByTag, compareGrids } from './compare-grids.ts';
import { gridOf, rowsOf } from './grid.test.support.ts';
import { scoreShapes } from './score-shapes.ts';

const DRAWS = { draws: 1_000 };

test('rows are paired by key, in whatever order, and rows that only one has are told', () => {
  const before = gridOf([
    { key: 'a', scores: { quality: 1 } },
    { key: 'b', scores: { quality: 2 } },
    { key: 'gone', scores: { quality: 100 } },
  ]);
  const after = gridOf([
    { key: 'new', scores: { quality: -100 } },
    { key: 'b', scores: { quality: 5 } },
    { key: 'a', scores: { quality: 1 } },
  ]);

  const comparison = compareGrids(before, after, DRAWS);

  expect(comparison).toMatchObject({ rows: 2, onlyBefore: ['gone'], onlyAfter: ['new'] });
  expect(comparison.changes).toMatchObject([
    { name: 'quality', rows: 2, before: 1.5, after: 3, delta: { estimate: 1.5 }, wins: 1, ties: 1, losses: 0 },
  ]);
});

test('each change is what the paired bootstrap makes of the differences of its rows', () => {
  const before = gridOf(rowsOf(30, (row) => ({ scores: { quality: row % 7 }, durationMs: row * 10 })));
  const after = gridOf(rowsOf(30, (row) => ({ scores: { quality: (row * 3) % 8 }, durationMs: row * 9 })));

  const { changes } = compareGrids(before, after, { draws: 2_000, seed: 7 });

  const differences = (earlier: (row: number) => number, later: (row: number) => number): number[] =>
    Array.from({ length: 30 }, (_, row) => later(row) - earlier(row));
  const options = { draws: 2_000, seed: 7 };
  expect(changes[0]?.delta).toEqual(
    pairedBootstrap(
      differences(
        (row) => row % 7,
        (row) => (row * 3) % 8,
      ),
      options,
    ),
  );
  expect(changes[1]?.delta).toEqual(
    pairedBootstrap(
      differences(
        (row) => row * 10,
        (row) => row * 9,
      ),
      options,
    ),
  );
});

test('trials are averaged within a row first, so that a row that was tried more often weighs no more', () => {
  const before = gridOf([
    { key: 'a', trial: 0, scores: { right: true } },
    { key: 'a', trial: 1, scores: { right: false } },
    { key: 'b', scores: { right: 'no' } },
  ]);
  const after = gridOf([
    { key: 'a', trial: 0, scores: { right: true } },
    { key: 'a', trial: 1, scores: { right: true } },
    { key: 'a', trial: 2, scores: { right: true } },
    { key: 'b', scores: { right: 'no' } },
  ]);

  expect(compareGrids(before, after, DRAWS).changes).toMatchObject([{ rows: 2, before: 0.25, after: 0.5 }]);
});

test('a clear change has a verdict by its direction, one that may be chance has none', () => {
  const before = gridOf(rowsOf(40, () => ({ scores: { good: 0, bad: 0, noisy: 0 } })));
  const after = gridOf(rowsOf(40, (row) => ({ scores: { good: 1, bad: 1, noisy: row % 2 === 0 ? 1 : -1 } })));
  const shapes = scoreShapes([
    { name: 'good', direction: 'higher' },
    { name: 'both', names: ['bad', 'noisy'], direction: 'lower' },
  ]);

  const { changes } = compareGrids(before, after, { ...DRAWS, shapes });

  expect(Object.fromEntries(changes.map(({ name, verdict }) => [name, verdict]))).toEqual({
    good: 'better',
    bad: 'worse',
    noisy: 'unclear',
  });
});

test('which values are the better ones is guessed from those that pass where nobody has said', () => {
  const before = gridOf([
    { key: 'a', scores: { toxic: 'yes' }, passed: { toxic: false } },
    { key: 'b', scores: { toxic: 'no' }, passed: { toxic: true } },
  ]);
  const after = gridOf([
    { key: 'a', scores: { toxic: 'no' }, passed: { toxic: true } },
    { key: 'b', scores: { toxic: 'no' }, passed: { toxic: true } },
  ]);

  expect(compareGrids(before, after, DRAWS).changes).toMatchObject([
    { name: 'toxic', direction: 'lower', wins: 1, losses: 0, passing: { before: 0.5, after: 1, gained: 1, lost: 0 } },
  ]);
});

test('several scores are corrected for being several, and what rows took for itself', () => {
  const before = gridOf(rowsOf(12, () => ({ scores: { one: 0, two: 0 }, durationMs: 100 })));
  const after = gridOf(rowsOf(12, (row) => ({ scores: { one: row < 9 ? 1 : -1, two: row % 3 }, durationMs: 90 })));

  const { changes } = compareGrids(before, after, DRAWS);

  const [one, two] = changes;
  expect(two?.pAdjusted).toBe(2 * (two?.delta.p ?? 1));
  expect(one?.pAdjusted).toBe(one?.delta.p);
  const duration = changes.find(({ name }) => name === 'duration_ms');
  expect(duration).toMatchObject({ kind: 'duration', verdict: 'better', wins: 12 });
  expect(duration?.pAdjusted).toBe(duration?.delta.p);
});

test('the overall score brings each score to a share of its best', () => {
  const shapes = scoreShapes([
    { name: 'quality', direction: 'higher', range: [1, 5] },
    { name: 'toxic', direction: 'lower' },
    { name: 'length', direction: 'higher' },
  ]);
  const before = gridOf([{ key: 'a', scores: { quality: 3, toxic: 'yes', length: 900 } }]);
  const after = gridOf([{ key: 'a', scores: { quality: 5, toxic: 'yes', length: 1 } }]);

  const [overall] = compareGrids(before, after, { ...DRAWS, shapes }).changes;

  // (0.5 + 0) / 2 and (1 + 0) / 2: nobody says what the best length is.
  expect(overall).toMatchObject({ name: 'score', before: 0.25, after: 0.5 });
});

test('rows that got worse come first, those whose task fails now before all', () => {
  const before = gridOf(rowsOf(4, () => ({ scores: { quality: 0.8, right: true } })));
  const after = gridOf([
    { key: 'row 0', scores: { quality: 0.9, right: true } },
    { key: 'row 1', scores: { quality: 0.7, right: true } },
    { key: 'row 2', error: 'TimeoutError' },
    { key: 'row 3', scores: { quality: 0.9, right: false } },
  ]);

  const { rowChanges, errorsBefore, errorsAfter, changes } = compareGrids(before, after, DRAWS);

  expect(rowChanges.map(({ key, worse, better, errorAfter }) => [key, worse, better, errorAfter])).toEqual([
    ['row 2', [], [], 'TimeoutError'],
    ['row 3', ['right'], ['quality'], null],
    ['row 1', ['quality'], [], null],
    ['row 0', [], ['quality'], null],
  ]);
  expect(rowChanges[0]).toMatchObject({ gain: -1, traceBefore: 'run row 2 0', inputs: 'inputs of row 2' });
  expect([errorsBefore, errorsAfter]).toEqual([0, 1]);
  expect(changes.find(({ name }) => name === 'right')).toMatchObject({ rows: 3, onlyBefore: 1, onlyAfter: 0 });
});

test('rows are compared apart by the values of a tag, the worst first', () => {
  const topic = (row: number): string => ['tents', 'stoves'][row % 2] ?? '';
  const before = gridOf(rowsOf(20, (row) => ({ tags: { topic: topic(row) }, scores: { right: 1 } })));
  const after = gridOf(
    rowsOf(20, (row) => ({ tags: { topic: topic(row) }, scores: { right: row % 2 === 0 ? 0 : 1 } })),
  );

  expect(compareByTag(before, after, 'topic', DRAWS)).toMatchObject([
    { value: 'tents', rows: 10, changes: [{ after: 0, verdict: 'worse' }] },
    { value: 'stoves', rows: 10, changes: [{ after: 1, verdict: 'unclear' }] },
  ]);
  expect(compareByTag(before, after, 'unknown', DRAWS)).toMatchObject([{ value: null, rows: 20 }]);
});

test('evaluations without anything in common say so', () => {
  const comparison = compareGrids(
    gridOf([{ key: 'a', scores: { x: 1 } }]),
    gridOf([{ key: 'b', scores: { x: 1 } }]),
    DRAWS,
  );

  expect(comparison).toMatchObject({ rows: 0, onlyBefore: ['a'], onlyAfter: ['b'] });
  expect(comparison.changes).toMatchObject([{ name: 'x', rows: 0, before: Number.NaN, verdict: 'unclear' }]);
});
