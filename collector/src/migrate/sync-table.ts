import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { sqliteCode } from '../storage/sqlite-file.ts';
import type { TrackingDatabase, TrackingQueries } from '../storage/tracking/tracking-database.ts';
import { compareKeys, hashRow, isSameRow } from './compare-rows.ts';
import { rowBytes, rowsInOrder, type TableRow } from './rows-in-order.ts';
import type { TableShape } from './table-shape.ts';
import type { WriteGate } from './write-gate.ts';

/** What one look over a table found and did. */
export interface TableSync {
  readonly table: string;
  readonly rows: number;
  /** Rows of the target that were not as they are at the source, and have been made so. */
  readonly written: number;
  readonly deleted: number;
  /** SHA-256 over all rows in order, of either side as it was found: the same where nothing had to be done. */
  readonly sourceSha256: string;
  readonly targetSha256: string;
}

/** Written together, whichever is reached first; statements have some ten thousand values at most. */
const PIECE_ROWS = 500;
const PIECE_BYTES = 4 * 1_024 * 1_024;
const ROWS_A_STATEMENT = 50;
/** A value that may be there once can change places between rows; then it is given up before it is taken. */
const ATTEMPTS = 3;

/**
 * Makes a table of the target what it is at the source, row by row in the order of the key: what is the same already is
 * only read. It may be broken off at any point and begun again.
 */
export async function syncTable(
  source: TrackingDatabase,
  target: TrackingDatabase,
  table: TableShape,
  gate: WriteGate,
): Promise<TableSync> {
  for (let attempt = 1; ; attempt++) {
    const piece = new Piece(target, table, gate);
    const sync = await compareTables(source, target, table, piece);
    await moveSequence(target, table);
    if (!piece.isIncomplete) return sync;
    if (attempt === ATTEMPTS) throw new Error(`rows of ${table.name} stand in each other's way`);
  }
}

async function compareTables(
  source: TrackingDatabase,
  target: TrackingDatabase,
  table: TableShape,
  piece: Piece,
): Promise<TableSync> {
  const [sourceHash, targetHash] = [createHash('sha256'), createHash('sha256')];
  const theirs = rowsInOrder(source, table);
  const ours = rowsInOrder(target, table);
  let rows = 0;
  try {
    let [wanted, found] = [await next(theirs), await next(ours)];
    while (wanted !== undefined || found !== undefined) {
      const order = wanted === undefined ? 1 : found === undefined ? -1 : compareKeys(table, wanted, found);
      if (order <= 0) {
        rows++;
        hashRow(table, wanted!, sourceHash);
      }
      if (order >= 0) hashRow(table, found!, targetHash);
      if (order > 0) piece.delete(found!);
      else if (order < 0) piece.insert(wanted!);
      else if (!isSameRow(table, wanted!, found!)) piece.replace(wanted!);
      if (piece.isFull) await piece.write();
      if (order <= 0) wanted = await next(theirs);
      if (order >= 0) found = await next(ours);
    }
    await piece.write();
  } finally {
    await Promise.all([theirs.return(undefined), ours.return(undefined)]);
  }
  const { written, deleted } = piece;
  const [sourceSha256, targetSha256] = [sourceHash.digest('hex'), targetHash.digest('hex')];
  return { table: table.name, rows, written, deleted, sourceSha256, targetSha256 };
}

async function next(rows: AsyncGenerator<TableRow>): Promise<TableRow | undefined> {
  const { done, value } = await rows.next();
  return done === true ? undefined : value;
}

/** What is to be done next. */
class Piece {
  readonly #target: TrackingDatabase;
  readonly #table: TableShape;
  readonly #gate: WriteGate;
  #deletions: TableRow[] = [];
  #insertions: TableRow[] = [];
  #bytes = 0;
  written = 0;
  deleted = 0;
  /** Some rows could not be written before others were changed: another look finds them missing. */
  isIncomplete = false;

  constructor(target: TrackingDatabase, table: TableShape, gate: WriteGate) {
    this.#target = target;
    this.#table = table;
    this.#gate = gate;
  }

  get isFull(): boolean {
    return this.#deletions.length + this.#insertions.length >= PIECE_ROWS || this.#bytes >= PIECE_BYTES;
  }

  delete(row: TableRow): void {
    this.#deletions.push(row);
    this.deleted++;
  }

  insert(row: TableRow): void {
    this.#insertions.push(row);
    this.#bytes += rowBytes(row);
    this.written++;
  }

  replace(row: TableRow): void {
    this.#deletions.push(row);
    this.insert(row);
  }

  async write(): Promise<void> {
    const [deletions, insertions] = [this.#deletions, this.#insertions];
    if (deletions.length + insertions.length > 0) await this.#gate.pass(this.#bytes);
    this.#deletions = [];
    this.#insertions = [];
    this.#bytes = 0;
    if (deletions.length > 0) await this.#target.write((transaction) => this.#delete(transaction, deletions));
    if (insertions.length === 0) return;
    try {
      await this.#target.write((transaction) => this.#insert(transaction, insertions));
    } catch (error) {
      if (!isTaken(error)) throw error;
      this.isIncomplete = true;
    }
  }

  async #delete(transaction: TrackingQueries, rows: readonly TableRow[]): Promise<void> {
    const { name, key } = this.#table;
    for (const row of rows) {
      const same = key.map((column) => sql`${sql.ref(column)} = ${row[column]}`);
      await sql`delete from ${sql.table(name)} where ${sql.join(same, sql` and `)}`.execute(transaction);
    }
  }

  async #insert(transaction: TrackingQueries, rows: readonly TableRow[]): Promise<void> {
    const { name, columns } = this.#table;
    const names = sql.join(columns.map((column) => sql.ref(column)));
    for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
      const values = rows
        .slice(from, from + ROWS_A_STATEMENT)
        .map((row) => sql`(${sql.join(columns.map((column) => row[column] ?? null))})`);
      await sql`insert into ${sql.table(name)} (${names}) values ${sql.join(values)}`.execute(transaction);
    }
  }
}

/** Numbers that the database gives out itself go on behind those that were copied; SQLite sees to that by itself. */
async function moveSequence({ db, kind }: TrackingDatabase, { name, key }: TableShape): Promise<void> {
  const [column, ...others] = key;
  if (kind === 'sqlite' || column === undefined || others.length > 0) return;
  const { rows } = await sql<{
    readonly of: string | null;
  }>`select pg_get_serial_sequence(${name}, ${column}) as of`.execute(db);
  const sequence = rows[0]?.of ?? undefined;
  if (sequence === undefined) return;
  await sql`select setval(${sequence}, greatest(coalesce(max(${sql.ref(column)}), 0) + 1, nextval(${sequence})), false)
    from ${sql.table(name)}`.execute(db);
}

/** Another row has a value that only one may have. */
function isTaken(error: unknown): boolean {
  const SQLITE_CONSTRAINT = 19;
  return (
    sqliteCode(error) === SQLITE_CONSTRAINT || (error instanceof Error && 'code' in error && error.code === '23505')
  );
}
