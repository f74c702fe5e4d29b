import { numericScore } from '@tracewright/evaluate/compare';
import type { EvaluationColumn, EvaluationGrid } from '@tracewright/schema';
import type { GridQuery } from './grid-url.ts';

/** Columns that rows can be sorted by beside scores, whose names begin otherwise. */
export type FactId = '~latency' | '~cost';

/** How much better each row has become; null: it cannot be said. */
export type RowChanges = readonly (number | null)[];

/** Places in the grid of the rows that an address means, in its order. @param changes Where it is compared with another. */
export function shownRows(grid: EvaluationGrid, query: GridQuery, changes?: RowChanges): readonly number[] {
  const rows = grid.keys.flatMap((_, row) => (isShown(grid, row, query, changes) ? [row] : []));
  const { sort } = query;
  // What has become worse is what one looks for first.
  if (sort === undefined) return changes === undefined ? rows : sorted(rows, (row) => changes[row] ?? null, false);
  const isDescending = sort.startsWith('-');
  const values = valuesOf(grid, isDescending ? sort.slice(1) : sort);
  return values === undefined ? rows : sorted(rows, (row) => values[row] ?? null, isDescending);
}

function isShown(grid: EvaluationGrid, row: number, query: GridQuery, changes: RowChanges | undefined): boolean {
  const { q, show, scorer, tag } = query;
  if (q !== undefined && !textOf(grid, row).includes(q.toLowerCase())) return false;
  if (tag !== undefined) {
    const [key = '', value = ''] = splitTag(tag);
    if (grid.tags[key]?.[row] !== value) return false;
  }
  const columns = scorer === undefined ? grid.scores : grid.scores.filter(({ name }) => name === scorer);
  if (show === 'failed') return columns.some(({ passed }) => passed[row] === false);
  if (show === 'errors') return isError(grid, columns, row);
  if (show === 'worse') return (changes?.[row] ?? 0) < 0;
  if (show === 'better') return (changes?.[row] ?? 0) > 0;
  return true;
}

function isError(grid: EvaluationGrid, columns: readonly EvaluationColumn[], row: number): boolean {
  return (grid.errors[row] ?? null) !== null || columns.some(({ errors }) => (errors[row] ?? null) !== null);
}

function textOf(grid: EvaluationGrid, row: number): string {
  const { keys, inputs, outputs, expectations } = grid;
  return [keys[row], inputs[row], outputs[row], expectations[row]].join('\n').toLowerCase();
}

function splitTag(tag: string): readonly [string, string] {
  const at = tag.indexOf('=');
  return [tag.slice(0, at), tag.slice(at + 1)];
}

function valuesOf(grid: EvaluationGrid, sort: string): readonly (number | null)[] | undefined {
  if (sort === ('~latency' satisfies FactId)) return grid.durationsMs;
  if (sort === ('~cost' satisfies FactId)) return grid.costsUsd;
  return grid.scores.find(({ name }) => name === sort)?.values.map((value) => numericScore(value) ?? null);
}

/** Rows without a value stand last, however the others are sorted. */
function sorted(
  rows: readonly number[],
  figureOf: (row: number) => number | null,
  isDescending: boolean,
): readonly number[] {
  const sign = isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [figureOf(a), figureOf(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || a - b;
    return sign * (left - right) || a - b;
  });
}
