import type { GridComparison, RowChange } from '@tracewright/evaluate/compare';
import type { EvaluationGrid } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { rowGains, sameRow } from './row-gains.ts';

const grid = (rows: readonly (readonly [key: string, trial: number, traceId: string])[]) =>
  ({
    keys: rows.map(([key]) => key),
    trials: rows.map(([, trial]) => trial),
    traceIds: rows.map(([, , traceId]) => traceId),
  }) as unknown as EvaluationGrid;

test('all trials of a row have its gain, and a row that the other has not has none', () => {
  const gains = [
    { key: 'a', gain: -0.5 },
    { key: 'b', gain: Number.NaN },
  ] as RowChange[];
  const rows = grid([
    ['a', 0, '1'],
    ['a', 1, '2'],
    ['b', 0, '3'],
    ['c', 0, '4'],
  ]);
  expect(rowGains(rows, { rowChanges: gains } as unknown as GridComparison)).toEqual([-0.5, -0.5, null, null]);
});

test('the same row elsewhere is the one of the same key, and of the same trial where there is one', () => {
  const here = grid([
    ['a', 0, '1'],
    ['a', 2, '2'],
    ['b', 0, '3'],
  ]);
  const there = grid([
    ['a', 0, '11'],
    ['a', 1, '12'],
  ]);
  expect(sameRow(here, '1', there)).toBe('11');
  expect(sameRow(here, '2', there)).toBe('11');
  expect(sameRow(here, '3', there)).toBeUndefined();
});
