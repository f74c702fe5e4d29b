import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ApiError } from '../errors.ts';
import { StoreError } from './store-error.ts';

/** SQLite's primary result codes that mean more to us than "a bug". */
const RESULT = { busy: 5, locked: 6, readOnly: 8, inputOutput: 10, full: 13, cannotOpen: 14, notDatabase: 26 } as const;

const BUSY_TIMEOUT_MS = 10_000;

export interface SqliteFileOptions {
  readonly isReadOnly?: boolean;
  /** How long the connection waits for another one's commit. Default 10 s. */
  readonly busyTimeoutMs?: number;
}

/**
 * Opens a database file, creating its folder where it may.
 *
 * @throws StoreError naming the file.
 */
export function openSqliteFile(file: string, options: SqliteFileOptions = {}): DatabaseSync {
  const { isReadOnly = false, busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  if (!isReadOnly) makeFolder(dirname(file));
  try {
    const db = new DatabaseSync(file, { readOnly: isReadOnly });
    try {
      db.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
      // The first statement that reads the file: here it shows whether it is a database at all.
      db.prepare('SELECT count(*) FROM sqlite_schema').get();
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw openFailure(file, error);
  }
}

/** Runs `work` and gives failures of opening or preparing a file their {@link StoreError}. */
export function preparing<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw openFailure(file, error);
  }
}

/** SQLite's primary result code of an error, or -1. */
export function sqliteCode(error: unknown): number {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : -1;
  return typeof code === 'number' ? code & 0xff : -1;
}

/** What a failed read or write means to whoever asked: a busy or full disk may pass, anything else is a bug. */
export function runtimeFailure(error: unknown): unknown {
  switch (sqliteCode(error)) {
    case RESULT.busy:
    case RESULT.locked:
      return new ApiError('TEMPORARILY_UNAVAILABLE', 'the store is busy', { cause: error });
    case RESULT.full:
      return new ApiError('TEMPORARILY_UNAVAILABLE', 'the disk of the store is full', { cause: error });
    case RESULT.readOnly:
    case RESULT.inputOutput:
      return new ApiError('TEMPORARILY_UNAVAILABLE', 'the store cannot be written', { cause: error });
    default:
      return error;
  }
}

function openFailure(file: string, error: unknown): unknown {
  const options = { cause: error };
  switch (sqliteCode(error)) {
    case RESULT.busy:
    case RESULT.locked:
      return new StoreError('STORE_LOCKED', `${file} is in use by another process`, options);
    case RESULT.readOnly:
    case RESULT.inputOutput:
    case RESULT.full:
    case RESULT.cannotOpen:
      return new StoreError('STORE_UNWRITABLE', `${file} cannot be opened or written`, options);
    case RESULT.notDatabase:
      return new StoreError('STORE_UNREADABLE', `${file} is not a database`, options);
    default:
      return error;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StoreError('STORE_UNWRITABLE', `the folder ${folder} cannot be created`, { cause: error });
  }
}
