import { cellText, type TableData } from '../artifacts/preview/table-data.ts';
import { isLessBetter } from './better-end.ts';

/** A row of two tables that is about the same thing in both. */
export interface AlignedRow {
  /** What it is about, as its key columns have it. */
  readonly key: string;
  /** Cells by the column's name; undefined where a table has no such row. */
  readonly before: ReadonlyMap<string, string> | undefined;
  readonly after: ReadonlyMap<string, string> | undefined;
  /** How much better it became by the column that judges, more for the better; undefined where that cannot be told. */
  readonly gain: number | undefined;
}

export interface AlignedTables {
  /** Those of either table. */
  readonly columns: readonly string[];
  /** By which rows were found again; none where only their places tell. */
  readonly keyColumns: readonly string[];
  /** That rows can be judged by. */
  readonly scoreColumns: readonly string[];
  /** By which they were. */
  readonly scoreColumn: string | undefined;
  /** Those that got worse first, the worst at the top; then those that changed, then the rest. */
  readonly rows: readonly AlignedRow[];
}

/** Names of columns that say what a row is about. */
const KEY_NAME = /^(id|key|question|input|inputs|prompt|query|request|example|case|name|text|ground_truth|expected)$/i;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
/** Words that judge, the worse first. */
const VERDICTS: readonly (readonly [string, string])[] = [
  ['false', 'true'],
  ['no', 'yes'],
  ['fail', 'pass'],
  ['failed', 'passed'],
  ['wrong', 'right'],
  ['incorrect', 'correct'],
];

/**
 * Lays two tables over each other: rows with the same key belong together, without keys those at the same place.
 *
 * @param by The column that judges; by default the first that can and differs.
 */
export function alignRows(before: TableData, after: TableData, by?: string): AlignedTables {
  const columns = [...new Set([...before.columns, ...after.columns])];
  const common = before.columns.filter((column) => after.columns.includes(column));
  const [left, right] = [rowsOf(before), rowsOf(after)];
  const keyColumns = keysOf(common, left, right);
  const rightByKey = new Map(right.map((row, at) => [keyOf(row, at, keyColumns), row]));
  const pairs = left.map((row, at) => {
    const key = keyOf(row, at, keyColumns);
    const found = rightByKey.get(key);
    rightByKey.delete(key);
    return { key, before: row, after: found };
  });
  const added = [...rightByKey].map(([key, row]) => ({ key, before: undefined, after: row }));
  const scoreColumns = common.filter(
    (column) => !keyColumns.includes(column) && [...left, ...right].every((row) => scoreOf(row, column) !== undefined),
  );
  const isMoved = (column: string) => pairs.some((pair) => pair.after && gainOf(pair.before, pair.after, column) !== 0);
  const scoreColumn = scoreColumns.find((column) => column === by) ?? scoreColumns.find(isMoved) ?? scoreColumns[0];
  const rows = [...pairs, ...added].map((pair) => {
    const { before: old, after: now } = pair;
    return { ...pair, gain: old && now && scoreColumn !== undefined ? gainOf(old, now, scoreColumn) : undefined };
  });
  const rank = (row: AlignedRow) => row.gain ?? 0;
  const isChanged = (row: AlignedRow) => columns.some((column) => row.before?.get(column) !== row.after?.get(column));
  return {
    ...{ columns, keyColumns, scoreColumns, scoreColumn },
    rows: rows
      .map((row) => ({ row, changed: Number(isChanged(row)) }))
      .sort((a, b) => Math.min(rank(a.row), 0) - Math.min(rank(b.row), 0) || b.changed - a.changed)
      .map(({ row }) => row),
  };
}

function rowsOf({ columns, rows }: TableData): readonly ReadonlyMap<string, string>[] {
  return rows.map((row) => new Map(columns.map((column, at) => [column, cellText(row[at])])));
}

type Row = ReadonlyMap<string, string>;

/** The column, of those whose names say so, or else the first, that has another value in each row. */
function keysOf(columns: readonly string[], left: readonly Row[], right: readonly Row[]): readonly string[] {
  const tells = (column: string) =>
    [left, right].every((rows) => rows.length > 0 && new Set(rows.map((row) => row.get(column))).size === rows.length);
  const meets = (column: string) => {
    const known = new Set(left.map((row) => row.get(column)));
    return right.some((row) => known.has(row.get(column)));
  };
  const sorted = [...columns].sort((a, b) => Number(KEY_NAME.test(b)) - Number(KEY_NAME.test(a)));
  const found = sorted.find((column) => tells(column) && meets(column));
  return found === undefined ? [] : [found];
}

function keyOf(row: Row, at: number, keys: readonly string[]): string {
  return keys.length === 0 ? `row ${at + 1}` : keys.map((key) => row.get(key) ?? '').join(' ');
}

/** A number, or a word that judges as 0 and 1. */
function scoreOf(row: Row, column: string): number | undefined {
  const text = (row.get(column) ?? '').trim().toLowerCase();
  if (NUMBER.test(text)) return Number(text);
  const verdict = VERDICTS.find((words) => words.includes(text));
  return verdict ? verdict.indexOf(text) : undefined;
}

function gainOf(before: Row, after: Row, column: string): number {
  const change = (scoreOf(after, column) ?? 0) - (scoreOf(before, column) ?? 0);
  return isLessBetter(column) ? -change || 0 : change;
}
