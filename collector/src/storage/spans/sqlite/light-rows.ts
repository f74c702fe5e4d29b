import type { SQLOutputValue } from 'node:sqlite';
import type { LightField, LightRow } from '../questions/light-row.ts';
import { LIGHT_COLUMNS } from './light-columns.ts';
import { allOf, type SqlCondition } from './sql-condition.ts';
import type { StatementCache } from './statement-cache.ts';

/** Rows that are taken out of the database at once: one by one they cost twice as much, all together too much memory. */
const ROWS_AT_ONCE = 16_384;

/** Which rows of `traces` are wanted. */
export interface LightRowsAsked {
  /** Those of the workspace and the time. */
  readonly range: SqlCondition;
  /** Those of the workspace, without using an index for it. */
  readonly everywhere: SqlCondition;
  /** Whether the range leaves anything out. */
  readonly hasRange: boolean;
  readonly rest: SqlCondition;
}

/** Some fields of all these rows: along an index where a range leaves most out, else as they lie in the file. */
export function* lightRows(
  statements: StatementCache,
  { range, everywhere, hasRange, rest }: LightRowsAsked,
  fields: readonly LightField[],
): Generator<LightRow> {
  const columns = fields.map((field) => LIGHT_COLUMNS[field]);
  const rowOf = (cells: readonly SQLOutputValue[]): LightRow => {
    const row: Partial<Record<LightField, unknown>> = {};
    for (let at = 0; at < fields.length; at++) row[fields[at]!] = columns[at]!.read(cells[at + 1]!);
    return row as LightRow;
  };
  const select = `SELECT id, ${columns.map(({ sql }) => sql).join(', ')} FROM traces`;
  if (hasRange) {
    const { sql, parameters } = allOf([range, rest]);
    for (const cells of statements.eachArray(`${select} WHERE ${sql}`, parameters)) yield rowOf(cells);
    return;
  }
  const { sql, parameters } = allOf([everywhere, rest]);
  const page = `${select} WHERE ${sql} AND id > ? ORDER BY id LIMIT ${ROWS_AT_ONCE}`;
  for (let after = 0; ; ) {
    const rows = statements.arrays(page, [...parameters, after]);
    for (const cells of rows) yield rowOf(cells);
    if (rows.length < ROWS_AT_ONCE) return;
    after = Number(rows.at(-1)![0]);
  }
}
