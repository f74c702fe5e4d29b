import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sqliteCode } from './storage/sqlite-file.ts';
import { StoreError } from './storage/store-error.ts';

const SQLITE_BUSY = 5;

/** The folder that holds the stores, held by this process alone until `release`. */
export interface DataDir {
  /** Absolute. */
  readonly path: string;
  release(): void;
}

/**
 * Creates the folder where it is missing and takes it for this process: two collectors on one folder would merge
 * chunks under each other's hands. The lock is a transaction on a database of its own, so the operating system gives
 * it back even if the process is killed.
 *
 * @throws StoreError `STORE_UNWRITABLE`, or `STORE_LOCKED` while another process holds the folder.
 */
export function takeDataDir(dir: string): DataDir {
  const path = resolve(dir);
  let lock: DatabaseSync | undefined;
  try {
    mkdirSync(path, { recursive: true });
    lock = new DatabaseSync(join(path, 'collector.lock'));
    lock.exec('PRAGMA busy_timeout = 0; PRAGMA user_version = 1; BEGIN EXCLUSIVE');
    const held = lock;
    return { path, release: () => held.close() };
  } catch (cause) {
    lock?.close();
    if (sqliteCode(cause) === SQLITE_BUSY) {
      const message = `${path} is in use by another Tracewright collector: stop it, or set TRACEWRIGHT_DATA to another folder`;
      throw new StoreError('STORE_LOCKED', message, { cause });
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `cannot write to ${path} (${reason}): set TRACEWRIGHT_DATA to a folder that this user may write to`;
    throw new StoreError('STORE_UNWRITABLE', message, { cause });
  }
}
