import type { DatabaseSync } from 'node:sqlite';
import { openSqliteFile, preparing } from '../../sqlite-file.ts';
import { StoreError } from '../../store-error.ts';

/** Held as long as a store is open for appending. */
export interface WriterLock {
  release(): void;
}

/**
 * Takes the place of the one writer of a store. The lock is SQLite's own on a file beside it, so the system frees it
 * with the process, however that ends.
 *
 * @throws StoreError `STORE_LOCKED` if another process, or another store object of this one, writes to the store.
 */
export function lockForWriting(storeFile: string): WriterLock {
  const db = takeLock(storeFile);
  return {
    release: () => {
      if (!db.isOpen) return;
      db.exec('ROLLBACK');
      db.close();
    },
  };
}

function takeLock(storeFile: string): DatabaseSync {
  const file = `${storeFile}.lock`;
  let db: DatabaseSync | undefined;
  try {
    const opened = openSqliteFile(file, { busyTimeoutMs: 0 });
    db = opened;
    preparing(file, () => opened.exec('BEGIN EXCLUSIVE'));
    return opened;
  } catch (error) {
    db?.close();
    if (!(error instanceof StoreError) || error.code !== 'STORE_LOCKED') throw error;
    throw new StoreError('STORE_LOCKED', `${storeFile} is in use by another collector`, { cause: error.cause });
  }
}
