import { type RawBuilder, sql } from 'kysely';
import type { TrackingDatabase, TrackingQueries } from '../storage/tracking/tracking-database.ts';
import type { TableShape } from './table-shape.ts';

/** What a column holds, as both databases give it. */
export type CellValue = string | number | Uint8Array | null;

/** By column. */
export type TableRow = Readonly<Record<string, CellValue>>;

/** About as much of a table is in memory at a time. */
const PAGE_BYTES = 4 * 1_024 * 1_024;
const FIRST_ROWS = 16;
const MAX_ROWS = 2_000;

/**
 * All rows of a table in the order of its key, texts by their bytes: the same in every database. What is written
 * meanwhile is given or not.
 */
export function rowsInOrder(database: TrackingDatabase, table: TableShape): AsyncGenerator<TableRow> {
  return database.kind === 'sqlite' ? pagesByKey(database.db, table) : fromCursor(database.db, table);
}

/** Of its own each: a reading that goes on for long would keep SQLite from tidying up. */
async function* pagesByKey(db: TrackingQueries, { name, columns, key }: TableShape): AsyncGenerator<TableRow> {
  const paces = new Pace();
  let last: TableRow | undefined;
  do {
    const behind = last === undefined ? sql`` : sql`where (${refs(key)}) > (${sql.join(key.map((of) => last?.[of]))})`;
    const { rows } = await sql<TableRow>`select ${refs(columns)} from ${sql.table(name)} ${behind}
      order by ${refs(key)} limit ${paces.rows}`.execute(db);
    paces.took(rows);
    last = rows.at(-1);
    yield* rows;
  } while (last !== undefined);
}

/** Sorted once by the server: its own order of texts is that of some language, and an index by it of no use here. */
async function* fromCursor(db: TrackingQueries, { name, columns, key }: TableShape): AsyncGenerator<TableRow> {
  const { rows: types } = await sql<{ readonly column_name: string; readonly data_type: string }>`
    select column_name, data_type from information_schema.columns
    where table_schema = current_schema() and table_name = ${name}`.execute(db);
  const texts = new Set(types.filter(({ data_type }) => data_type === 'text').map(({ column_name }) => column_name));
  const order = key.map((of) => (texts.has(of) ? sql`${sql.ref(of)} collate "C"` : sql.ref(of)));
  const transaction = await db.startTransaction().setIsolationLevel('repeatable read').execute();
  const paces = new Pace();
  try {
    // Between two pages may lie as long as the other side takes to write one.
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(transaction);
    await sql`declare rows_in_order no scroll cursor for
      select ${refs(columns)} from ${sql.table(name)} order by ${sql.join(order)}`.execute(transaction);
    for (;;) {
      const { rows } = await sql<TableRow>`fetch ${sql.raw(String(paces.rows))} from rows_in_order`.execute(
        transaction,
      );
      if (rows.length === 0) return;
      paces.took(rows);
      yield* rows;
    }
  } finally {
    await transaction.rollback().execute();
  }
}

function refs(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(column)));
}

/** How many rows are asked for at once, by the size of those before. */
class Pace {
  rows: number = FIRST_ROWS;

  took(rows: readonly TableRow[]): void {
    const bytes = rows.reduce((sum, row) => sum + rowBytes(row), 0);
    const fitting = Math.floor((PAGE_BYTES * rows.length) / Math.max(1, bytes));
    this.rows = Math.max(1, Math.min(this.rows * 2, fitting, MAX_ROWS));
  }
}

/** Roughly what a row takes. */
export function rowBytes(row: TableRow): number {
  let bytes = 0;
  for (const column in row) {
    const value = row[column];
    bytes += typeof value === 'object' ? (value?.byteLength ?? 0) : typeof value === 'string' ? value.length : 8;
  }
  return bytes;
}
