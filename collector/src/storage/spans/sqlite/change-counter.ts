import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openSqliteFile, runtimeFailure } from '../../sqlite-file.ts';

/**
 * Reads how often a store has changed on the calling thread: some microseconds, where a question to another thread takes
 * hundreds, and whoever watches a store asks often.
 */
export class ChangeCounter {
  readonly #db: DatabaseSync;
  readonly #select: StatementSync;

  /** @param file has its tables already. @throws StoreError if it cannot be opened. */
  constructor(file: string) {
    this.#db = openSqliteFile(file, { isReadOnly: true });
    // One row is all that it ever reads.
    this.#db.exec('PRAGMA cache_size = 16');
    this.#select = this.#db.prepare(
      'SELECT last_change AS change FROM counters WHERE EXISTS (SELECT 1 FROM workspaces WHERE name = ?)',
    );
  }

  /** @throws ApiError `TEMPORARILY_UNAVAILABLE` if the file cannot be read now. */
  lastChange(workspaceId: string): number {
    try {
      return Number(this.#select.get(workspaceId)?.change ?? 0);
    } catch (error) {
      throw runtimeFailure(error);
    }
  }

  close(): void {
    this.#db.close();
  }
}
