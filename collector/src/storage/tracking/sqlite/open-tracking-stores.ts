import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { openFailure, openSqliteFile, preparing } from '../../sqlite-file.ts';
import { migrate } from '../migrations/migrate.ts';
import type { TrackingDatabase } from '../tracking-database.ts';
import { sqlTrackingStores, type TrackingStores } from '../tracking-stores.ts';
import type { TrackingTables } from '../tracking-tables.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { sqliteTrackingDatabase } from './sqlite-tracking-database.ts';

/** Pages that are written again and again go into the database once for each checkpoint: 16 MiB of them. */
const CHECKPOINT_PAGES = 4_096;

/** What the thread that serves requests stands still to read while another process has the file, ms. To write it does not. */
const BUSY_TIMEOUT_MS = 5;

/** A database in memory as it is once all its tables are made, which tests would wait for hundreds of times. */
let emptyInMemory: Uint8Array | undefined;

export interface TrackingStoreOptions {
  /** Created, with its folder, if it is not there. `:memory:` is gone once it is closed. */
  readonly file: string;
  /** Milliseconds since the Unix epoch; default: the system's clock. */
  readonly nowMs?: () => number;
}

/**
 * Opens the tracking stores in a SQLite file of their own and brings its tables up to date.
 *
 * @throws StoreError if the file cannot be opened, is newer than this program, or is not ours.
 */
export async function openTrackingStores(options: TrackingStoreOptions): Promise<TrackingStores> {
  return sqlTrackingStores(await openSqliteTracking(options));
}

/** The database alone. @throws StoreError as {@link openTrackingStores} */
export async function openSqliteTracking({ file, nowMs = Date.now }: TrackingStoreOptions): Promise<TrackingDatabase> {
  const database = openSqliteFile(file);
  try {
    preparing(file, () => database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL'));
    // Pages are not given back: what is deleted is overwritten where it stood.
    database.exec('PRAGMA secure_delete = ON');
    // In place of SQLite's own, which knows the letters of ASCII only.
    database.function('lower', { deterministic: true }, (value) =>
      typeof value === 'string' ? value.toLowerCase() : value,
    );
    database.exec(`PRAGMA case_sensitive_like = ON; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  } catch (error) {
    database.close();
    throw error;
  }
  let isOpening = true;
  const db = new Kysely<TrackingTables>({ dialect: nodeSqliteDialect(database, () => isOpening) });
  try {
    if (file === ':memory:') await migrateInMemory(database, db);
    else await migrate(db, file);
    isOpening = false;
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    return sqliteTrackingDatabase(db, nowMs);
  } catch (error) {
    await db.destroy();
    throw openFailure(file, error);
  }
}

/** Node 22.15 can neither write such a copy nor read it, and migrates each. */
async function migrateInMemory(database: DatabaseSync, db: Kysely<TrackingTables>): Promise<void> {
  if (emptyInMemory !== undefined) return database.deserialize(emptyInMemory);
  await migrate(db, ':memory:');
  emptyInMemory = database.serialize?.();
}
