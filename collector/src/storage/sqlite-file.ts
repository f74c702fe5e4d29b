import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ApiError } from '../errors.ts';
import { StoreError } from './store-error.ts';

/** SQLite's primary result codes that mean more to us than "a bug". */
const RESULT = { busy: 5, locked: 6, readOnly: 8, inputOutput: 10, full: 13, cannotOpen: 14, notDatabase: 26 } as const;

/** How long a connection waits for another one's commit, unless told otherwise. */
export const BUSY_TIMEOUT_MS = 10_000;

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
      if (!isReadOnly) mustBeWritable(file);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw openFailure(file, error);
  }
}

/** SQLite opens a file that may only be read without a word, and every write would fail then. */
function mustBeWritable(file: string): void {
  if (!existsSync(file)) return;
  try {
    accessSync(file, constants.W_OK);
  } catch (error) {
    throw new StoreError('STORE_UNWRITABLE', `${file} cannot be opened or written`, { cause: error });
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

/** SQLite's primary result code of an error, or of what {@link runtimeFailure} made of it; else -1. */
export function sqliteCode(error: unknown): number {
  if (error instanceof ApiError) return sqliteCode(error.cause);
  const code = error instanceof Error && 'errcode' in error ? error.errcode : -1;
  return typeof code === 'number' ? code & 0xff : -1;
}

/** Whether a failure, or what {@link runtimeFailure} made of it, is that another connection has the file. */
export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === RESULT.busy;
}

/** The same of a disk that has no room left. */
export function isFullFile(error: unknown): boolean {
  return sqliteCode(error) === RESULT.full;
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

/** What a failure while a file was opened or prepared means to its owner: a {@link StoreError} unless it is a bug. */
export function openFailure(file: string, error: unknown): unknown {
  const options = { cause: error };
  switch (sqliteCode(error)) {
    case RESULT.full:
      return fullDisk(file, options);
    case RESULT.busy:
    case RESULT.locked:
      return new StoreError('STORE_LOCKED', `${file} is in use by another process`, options);
    case RESULT.readOnly:
    case RESULT.inputOutput:
    case RESULT.cannotOpen:
      // SQLite calls it an I/O error where there is no room for the files beside the database.
      if (isDiskFull(dirname(file))) return fullDisk(file, options);
      return new StoreError('STORE_UNWRITABLE', `${file} cannot be opened or written`, options);
    case RESULT.notDatabase:
      return new StoreError('STORE_UNREADABLE', `${file} is not a database`, options);
    default:
      return error;
  }
}

function fullDisk(file: string, options: ErrorOptions): StoreError {
  return new StoreError('STORE_FULL', `${file} cannot be written, the disk is full`, options);
}

function isDiskFull(folder: string): boolean {
  try {
    return statfsSync(folder).bavail === 0;
  } catch {
    // Where it cannot be asked, the failure at hand says enough.
    return false;
  }
}

/** Level by level: `mkdirSync` itself, told to make all of them, never returns where a file system refuses with ENOENT. */
function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let level = folder; !existsSync(level) && dirname(level) !== level; level = dirname(level)) missing.push(level);
  for (const level of missing.reverse()) {
    try {
      mkdirSync(level);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // Another process may be starting in the same place.
      if (code === 'EEXIST') continue;
      if (code === 'ENOSPC') throw fullDisk(level, { cause: error });
      throw new StoreError('STORE_UNWRITABLE', `the folder ${folder} cannot be created`, { cause: error });
    }
  }
}
