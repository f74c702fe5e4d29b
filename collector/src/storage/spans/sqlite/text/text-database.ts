import { rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { openSqliteFile, preparing, sqliteCode } from '../../../sqlite-file.ts';
import { StoreError } from '../../../store-error.ts';
import { immediately } from '../transaction.ts';

/** `PRAGMA application_id` of our files of words: `TWTX`. */
const APPLICATION_ID = 0x54575458;
/** `PRAGMA user_version`. A file of another layout, or of words split otherwise, is made anew, as all that it holds stands in the spans. */
const LAYOUT = 6;
/** SQLite's result codes. */
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/**
 * `chunk` is the number of a chunk in the file of spans, and `column_bytes` the length of its columns when it was read:
 * deletion writes a chunk anew under its number. `blocks.id` is the chunk times 65,536 plus the index of the block.
 */
const SCHEMA = `
CREATE TABLE chunks(
  chunk INTEGER PRIMARY KEY,
  column_bytes INTEGER NOT NULL,
  spans INTEGER NOT NULL,
  truncated INTEGER NOT NULL,
  skewed INTEGER NOT NULL,
  traces BLOB NOT NULL,
  unsure BLOB NOT NULL,
  directory BLOB NOT NULL
);
CREATE TABLE blocks(id INTEGER PRIMARY KEY, terms BLOB NOT NULL);
`;

/** Where the words of a file of spans are kept. */
export function textFileOf(spanFile: string): string {
  return `${spanFile}.text`;
}

/**
 * Opens the words beside a file of spans for writing. What is damaged or laid out otherwise is replaced by an empty file.
 *
 * @throws StoreError if the file cannot be opened or laid out.
 */
export function openTextDatabase(file: string): DatabaseSync {
  try {
    return open(file);
  } catch (error) {
    if (!isDamage(error)) throw error;
    removeTexts(file);
    return open(file);
  }
}

/** Opens the words for reading. @returns undefined where there are none, or none that can be read */
export function openTextsToRead(file: string): DatabaseSync | undefined {
  let db: DatabaseSync | undefined;
  try {
    db = openSqliteFile(file, { isReadOnly: true });
    if (hasTexts(db)) return db;
  } catch {
    // Whoever fills it makes it anew; until then texts are searched for in the spans themselves.
  }
  db?.close();
  return undefined;
}

/** Deletes the file and what SQLite has beside it. */
export function removeTexts(file: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
}

/** Whether an error says that the file is not what was written. */
export function isDamage(error: unknown): boolean {
  if (error instanceof StoreError) return error.code === 'STORE_UNREADABLE';
  const code = sqliteCode(error);
  return code === CORRUPT || code === NOT_A_DATABASE;
}

function open(file: string): DatabaseSync {
  const db = openSqliteFile(file);
  try {
    preparing(file, () => prepare(db, file));
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepare(db: DatabaseSync, file: string): void {
  const tables = Number(db.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.count);
  if (tables > 0 && !hasTexts(db)) throw new StoreError('STORE_UNREADABLE', `${file} is laid out otherwise`);
  db.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA page_size = 4096');
  // What a power failure takes is written again; the end of the process takes nothing.
  db.exec('PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -2048');
  db.exec('PRAGMA journal_mode = WAL; PRAGMA secure_delete = FAST');
  immediately(db, () => {
    if (hasTexts(db)) return;
    db.exec(SCHEMA);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${LAYOUT}`);
  });
}

function hasTexts(db: DatabaseSync): boolean {
  return pragma(db, 'application_id') === APPLICATION_ID && pragma(db, 'user_version') === LAYOUT;
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
