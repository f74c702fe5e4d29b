import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { valueTest } from '../../../filter/compare-values.ts';
import type { Comparison } from '../../../filter/expression.ts';

/**
 * Of the few traces that have any: most have no row. Files of before lack the table, and get it when they are opened.
 * With a trace its row goes, whoever takes it out: the number may be given again, and versions of before know no rows.
 */
export const DUPLICATES_SCHEMA = `
CREATE TABLE IF NOT EXISTS trace_duplicates(trace INTEGER PRIMARY KEY, count INTEGER NOT NULL);
CREATE TRIGGER IF NOT EXISTS traces_without_duplicates AFTER DELETE ON traces BEGIN
  DELETE FROM trace_duplicates WHERE trace = OLD.id;
END;
`;

/** Stands in for the table in a file of before that is opened for reading only: an empty one that only this connection has. */
export function standInForDuplicates(db: DatabaseSync): void {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'trace_duplicates'").get() !== undefined) return;
  db.exec('CREATE TEMP TABLE trace_duplicates(trace INTEGER PRIMARY KEY, count INTEGER NOT NULL)');
}

/** How many spans of a trace came once more, by the trace's number in the table of traces. */
export class DuplicateTable {
  readonly #db: DatabaseSync;
  // Prepared when they are first needed: hardly any trace has a row.
  #add: StatementSync | undefined;
  #get: StatementSync | undefined;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  add(trace: number, count: number): void {
    if (count <= 0) return;
    this.#add ??= this.#db.prepare(
      'INSERT INTO trace_duplicates VALUES (?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
    );
    this.#add.run(trace, count);
  }

  of(trace: number): number {
    this.#get ??= this.#db.prepare('SELECT count FROM trace_duplicates WHERE trace = ?');
    return Number(this.#get.get(trace)?.count ?? 0);
  }
}

/** The traces, rows of `traces`, whose number of duplicates meets a comparison. */
export function duplicatesSql(comparison: Comparison): {
  readonly sql: string;
  readonly parameters: readonly number[];
} {
  const { operator, values } = comparison;
  const numbers = values.map(Number);
  if (operator === 'exists') return { sql: '1', parameters: [] };
  const meets = operator === 'in' ? `count IN (${numbers.map(() => '?').join(', ')})` : `count ${operator} ?`;
  // Those without a row have none: where that meets it, all do but those whose row does not.
  const sql = valueTest(comparison)([0])
    ? `traces.id NOT IN (SELECT trace FROM trace_duplicates WHERE NOT (${meets}))`
    : `traces.id IN (SELECT trace FROM trace_duplicates WHERE ${meets})`;
  return { sql, parameters: numbers };
}
