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
  const file = `${storeFile}.lock`;
  const db: DatabaseSync = openSqliteFile(file);
  try {
    db.exec('PRAGMA busy_timeout = 0');
    preparing(file, () => db.exec('BEGIN EXCLUSIVE'));
  } catch (error) {
    db.close();
    if (error instanceof StoreError && error.code === 'STORE_LOCKED') {
      throw new StoreError('STORE_LOCKED', `${storeFile} is in use by another collector`, { cause: error.cause });
    }
    throw error;
  }
  return {
    release: () => {
      if (!db.isOpen) return;
      db.exec('ROLLBACK');
      db.close();
    },
  };
}
