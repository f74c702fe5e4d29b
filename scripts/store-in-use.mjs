/** Whether a collector works on a folder, asked before anything is built that it runs from. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** SQLite's result code: somebody else has the file. */
const SQLITE_BUSY = 5;

/**
 * @param {string} folder of the stores
 * @returns {string | undefined} the store that another collector appends to; it holds SQLite's lock on a file beside it
 */
export function storeInUse(folder) {
  const store = join(folder, 'spans.db');
  if (!existsSync(`${store}.lock`)) return undefined;
  let db;
  try {
    // It takes nothing itself, so that it is in nobody's way.
    db = new DatabaseSync(`${store}.lock`, { readOnly: true });
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return undefined;
  } catch (error) {
    // Whatever else is wrong with it, the collector says better.
    return (error.errcode & 0xff) === SQLITE_BUSY ? store : undefined;
  } finally {
    db?.close();
  }
}
