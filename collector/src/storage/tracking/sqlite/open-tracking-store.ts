import { Kysely } from 'kysely';
import { openFailure, openSqliteFile, preparing } from '../../sqlite-file.ts';
import { migrate } from '../migrations/migrate.ts';
import { SqlTrackingStore } from '../sql-tracking-store.ts';
import type { TrackingStore } from '../tracking-store.ts';
import type { TrackingTables } from '../tracking-tables.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';

export interface TrackingStoreOptions {
  /** Created, with its folder, if it is not there. */
  readonly file: string;
  /** Milliseconds since the Unix epoch; default: the system's clock. */
  readonly nowMs?: () => number;
}

/**
 * Opens the tracking store in a SQLite file of its own and brings its tables up to date.
 *
 * @throws StoreError if the file cannot be opened, is newer than this program, or is not ours.
 */
export async function openTrackingStore({ file, nowMs = Date.now }: TrackingStoreOptions): Promise<TrackingStore> {
  const database = openSqliteFile(file);
  try {
    preparing(file, () => database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL'));
  } catch (error) {
    database.close();
    throw error;
  }
  const db = new Kysely<TrackingTables>({ dialect: nodeSqliteDialect(database) });
  try {
    await migrate(db, file);
    return new SqlTrackingStore(db, nowMs);
  } catch (error) {
    await db.destroy();
    throw openFailure(file, error);
  }
}
