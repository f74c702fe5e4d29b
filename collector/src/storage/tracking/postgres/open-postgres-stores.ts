import { Kysely } from 'kysely';
import { ApiError } from '../../../errors.ts';
import { StoreError } from '../../store-error.ts';
import { migrate } from '../migrations/migrate.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { sqlTrackingStores, type TrackingStores } from '../tracking-stores.ts';
import type { TrackingTables } from '../tracking-tables.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { isClash, stillClashing } from './postgres-failure.ts';
import { openPostgresPool } from './postgres-pool.ts';

export interface PostgresStoreOptions {
  /** Such as `postgres://user:password@host:5432/tracewright`; a database that is empty or ours. */
  readonly url: string;
  /** Milliseconds since the Unix epoch; default: the system's clock. */
  readonly nowMs?: () => number;
  /** What one query may take, ms; `Number.POSITIVE_INFINITY` where nobody waits for it. Default: half a minute. */
  readonly answerMs?: number;
}

/** What a request waits for one query at most, ms; beyond that its connection is given up. */
const ANSWER_MS = 30_000;
/** Two transactions can stand in each other's way again, but not for ever. */
const MAX_ATTEMPTS = 5;

/**
 * Opens the tracking stores in a Postgres database and brings its tables up to date.
 *
 * @throws StoreError if it cannot be reached, is newer than this program, or is not ours.
 */
export async function openPostgresStores(options: PostgresStoreOptions): Promise<TrackingStores> {
  return sqlTrackingStores(await openPostgresTracking(options));
}

/** The database alone. @throws StoreError as {@link openPostgresStores} */
export async function openPostgresTracking(options: PostgresStoreOptions): Promise<TrackingDatabase> {
  const { url, nowMs = Date.now, answerMs = ANSWER_MS } = options;
  // Whoever brings a database up to date, or waits for another one that does, may take longer.
  const migrated = await connectedTo(url);
  try {
    await migrate(migrated, placeOf(url));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new StoreError('STORE_UNREACHABLE', `${placeOf(url)} cannot be opened: ${error.message}`, { cause: error });
  } finally {
    await migrated.destroy();
  }
  return postgresDatabase(await connectedTo(url, Number.isFinite(answerMs) ? answerMs : undefined), nowMs);
}

async function connectedTo(url: string, limitMs?: number): Promise<Kysely<TrackingTables>> {
  return new Kysely<TrackingTables>({ dialect: postgresDialect(await openPostgresPool(url, limitMs), limitMs) });
}

/** Without a password, for messages. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `postgres://${host}${pathname}`;
}

/** Postgres lets transactions of several connections share a commit by itself. */
function postgresDatabase(db: TrackingQueries, nowMs: () => number): TrackingDatabase {
  return {
    db,
    kind: 'postgres',
    nowMs,
    write: async (work) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await db.transaction().execute(work);
        } catch (error) {
          if (!isClash(error)) throw error;
          if (attempt === MAX_ATTEMPTS) throw stillClashing(error);
        }
      }
    },
    close: () => db.destroy(),
  };
}
