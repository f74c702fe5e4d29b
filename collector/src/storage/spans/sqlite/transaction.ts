import type { DatabaseSync } from 'node:sqlite';
import { runtimeFailure } from '../../sqlite-file.ts';

/**
 * Runs `work` as one write, which begins by waiting for its turn.
 *
 * @throws ApiError `TEMPORARILY_UNAVAILABLE` if the file is busy for too long, full or not writable; nothing is stored.
 */
export function immediately<T>(db: DatabaseSync, work: () => T): T {
  return transaction(db, 'BEGIN IMMEDIATE', work);
}

/** Runs `work` on one state of the file, whatever is written meanwhile. */
export function consistently<T>(db: DatabaseSync, work: () => T): T {
  return transaction(db, 'BEGIN', work);
}

function transaction<T>(db: DatabaseSync, begin: string, work: () => T): T {
  let hasBegun = false;
  try {
    db.exec(begin);
    hasBegun = true;
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (hasBegun) rollBack(db);
    throw runtimeFailure(error);
  }
}

function rollBack(db: DatabaseSync): void {
  try {
    db.exec('ROLLBACK');
  } catch {
    // After a full disk or an I/O error SQLite has rolled back by itself; the first error is the one to tell.
  }
}
