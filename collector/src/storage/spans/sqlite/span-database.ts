import type { DatabaseSync } from 'node:sqlite';
import { openSqliteFile, preparing } from '../../sqlite-file.ts';
import { StoreError } from '../../store-error.ts';
import { ARRIVAL_COUNTS_SCHEMA } from './arrival-counts.ts';
import { DUPLICATES_SCHEMA, standInForDuplicates } from './duplicate-table.ts';
import {
  areLateEventsComplete,
  completeLateEvents,
  LATE_EVENTS_SCHEMA,
  standInForPreviews,
} from './late-event-table.ts';
import { areTracesComplete, completeTraces, FEW_TRACES_SCHEMA, standInForColumns } from './trace-table.ts';
import { immediately } from './transaction.ts';

/** `PRAGMA application_id` of our span files: `TWSP`. */
const APPLICATION_ID = 0x54575350;
/** `PRAGMA user_version`: the layout below. `FORMAT.md` describes it and how it may change. */
const FORMAT_VERSION = 1;

/**
 * Numbers: times are ns minus 2^63, so that all of OTLP's range sorts as SQLite's signed integers; `status`, `flags`
 * as in `trace-table.ts`. `frames.id` is the chunk's id times 4,096 plus the frame's index.
 */
const SCHEMA = `
CREATE TABLE counters(last_chunk INTEGER NOT NULL, last_change INTEGER NOT NULL);
INSERT INTO counters VALUES (0, 0);
CREATE TABLE workspaces(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, trace_count INTEGER NOT NULL DEFAULT 0);
CREATE TABLE traces(
  id INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL,
  trace_id BLOB NOT NULL,
  start_ns INTEGER NOT NULL,
  end_ns INTEGER NOT NULL,
  duration_us INTEGER NOT NULL,
  change INTEGER NOT NULL,
  status INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  span_count INTEGER NOT NULL,
  llm_count INTEGER NOT NULL,
  error_count INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cost_nano_usd INTEGER NOT NULL,
  experiment_id TEXT NOT NULL,
  root_span_id BLOB NOT NULL,
  name TEXT NOT NULL,
  service TEXT NOT NULL,
  session_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  models TEXT NOT NULL,
  preview TEXT NOT NULL,
  ttft_us INTEGER
);
CREATE UNIQUE INDEX traces_by_id ON traces(workspace, trace_id);
CREATE INDEX traces_by_start ON traces(workspace, start_ns DESC, trace_id DESC);
CREATE INDEX traces_by_change ON traces(workspace, change);
CREATE TABLE chunks(id INTEGER PRIMARY KEY, workspace INTEGER NOT NULL, columns BLOB NOT NULL);
CREATE TABLE frames(id INTEGER PRIMARY KEY, payloads BLOB NOT NULL);
CREATE TABLE trace_chunks(trace INTEGER NOT NULL, chunk INTEGER NOT NULL, PRIMARY KEY(trace, chunk)) WITHOUT ROWID;
CREATE TABLE tombstones(chunk INTEGER NOT NULL, trace_id BLOB NOT NULL, PRIMARY KEY(chunk, trace_id)) WITHOUT ROWID;
`;

/** Most traces belong to no run: then it is empty. */
const RUN_INDEX = "CREATE INDEX IF NOT EXISTS traces_by_run_change ON traces(workspace, change) WHERE run_id <> '';\n";

/** Tables and indexes of their own, as files of format 1 were first laid out without them; whoever does not know them misses nothing. */
const LATER_SCHEMA = LATE_EVENTS_SCHEMA + ARRIVAL_COUNTS_SCHEMA + DUPLICATES_SCHEMA + RUN_INDEX + FEW_TRACES_SCHEMA;

const FORMER_NAMES: readonly string[] = [...LATER_SCHEMA.matchAll(/DROP INDEX IF EXISTS (\w+)/g)].map(
  ([, name]) => name!,
);
const LATER_NAMES: readonly string[] = [...LATER_SCHEMA.matchAll(/IF NOT EXISTS (\w+)/g)].map(([, name]) => name!);

/**
 * Opens a span file and lays its tables out if it is new.
 *
 * @throws StoreError if it cannot be opened, is newer than this program, or is not ours.
 */
export function openSpanDatabase(file: string, isReadOnly: boolean): DatabaseSync {
  const db = openSqliteFile(file, { isReadOnly });
  try {
    preparing(file, () => prepare(db, file, isReadOnly));
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepare(db: DatabaseSync, file: string, isReadOnly: boolean): void {
  const format = checkFormat(db, file);
  if (isReadOnly) {
    if (format === 0) return;
    standInForColumns(db);
    standInForPreviews(db);
    standInForDuplicates(db);
    return;
  }
  // Both take effect only before the first table: free pages can be given back, and a page holds many trace rows.
  if (format === 0) db.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA page_size = 4096');
  db.exec('PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 4000');
  db.exec('PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY');
  // What is deleted on a page that stays is overwritten there; whole pages are given back.
  db.exec('PRAGMA secure_delete = FAST');
  db.exec('PRAGMA journal_mode = WAL');
  // Whoever opens a file that is in use does not wait for its writer.
  if (format !== 0 && isComplete(db)) return;
  // Several threads open the same new file at once: the first one lays it out.
  immediately(db, () => {
    const isNew = checkFormat(db, file) === 0;
    db.exec(isNew ? SCHEMA + LATER_SCHEMA : LATER_SCHEMA);
    completeLateEvents(db);
    completeTraces(db);
    if (!isNew) return;
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT_VERSION}`);
  });
}

/** Whether nothing is left to be laid out. */
function isComplete(db: DatabaseSync): boolean {
  const names = new Set(
    db
      .prepare('SELECT name FROM sqlite_schema')
      .all()
      .map(({ name }) => name),
  );
  const isNew = LATER_NAMES.every((name) => names.has(name)) && !FORMER_NAMES.some((name) => names.has(name));
  return isNew && areLateEventsComplete(db) && areTracesComplete(db);
}

/** @returns the file's format, 0 where it is empty. */
function checkFormat(db: DatabaseSync, file: string): number {
  const version = pragma(db, 'user_version');
  const application = pragma(db, 'application_id');
  const tables = Number(db.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.count);
  if (application === APPLICATION_ID && version > FORMAT_VERSION) {
    throw new StoreError(
      'STORE_TOO_NEW',
      `${file} has format ${version}, this version reads up to ${FORMAT_VERSION}: use a newer collector`,
    );
  }
  if (application !== APPLICATION_ID && (tables > 0 || version > 0)) {
    throw new StoreError('STORE_UNREADABLE', `${file} is a database of something else`);
  }
  return version;
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
