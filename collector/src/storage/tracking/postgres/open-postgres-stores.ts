import { Kysely } from 'kysely';
import type { Pool, PoolConfig } from 'pg';
import { ApiError } from '../../../errors.ts';
import { StoreError } from '../../store-error.ts';
import { migrate } from '../migrations/migrate.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { sqlTrackingStores, type TrackingStores } from '../tracking-stores.ts';
import type { TrackingTables } from '../tracking-tables.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { isClash } from './postgres-failure.ts';

export interface PostgresStoreOptions {
  /** Such as `postgres://user:password@host:5432/tracewright`; a database that is empty or ours. */
  readonly url: string;
  /** Milliseconds since the Unix epoch; default: the system's clock. */
  readonly nowMs?: () => number;
}

const MAX_CONNECTIONS = 8;
/** Two transactions can stand in each other's way again, but not for ever. */
const MAX_ATTEMPTS = 5;
/** `int8`, which `pg` gives as text: what we count fits a double. */
const INT8 = 20;

/**
 * Opens the tracking stores in a Postgres database and brings its tables up to date.
 *
 * @throws StoreError if it cannot be reached, is newer than this program, or is not ours.
 */
export async function openPostgresStores(options: PostgresStoreOptions): Promise<TrackingStores> {
  return sqlTrackingStores(await openPostgresTracking(options));
}

/** The database alone. @throws StoreError as {@link openPostgresStores} */
export async function openPostgresTracking({ url, nowMs = Date.now }: PostgresStoreOptions): Promise<TrackingDatabase> {
  const pool = await openPool(url);
  const db = new Kysely<TrackingTables>({ dialect: postgresDialect(pool) });
  try {
    await migrate(db, placeOf(url));
    return postgresDatabase(db, nowMs);
  } catch (error) {
    await db.destroy();
    if (!(error instanceof ApiError)) throw error;
    throw new StoreError('STORE_UNREACHABLE', `${placeOf(url)} cannot be opened: ${error.message}`, { cause: error });
  }
}

async function openPool(url: string): Promise<Pool> {
  const { default: pg } = await import('pg').catch((cause: unknown) => {
    throw new StoreError('STORE_UNREACHABLE', 'for a database of Postgres, the package "pg" has to be installed', {
      cause,
    });
  });
  const types: PoolConfig['types'] = {
    getTypeParser: (id: number, format?: string) =>
      id === INT8 ? Number : (pg.types.getTypeParser as (id: number, format?: string) => unknown)(id, format),
  } as PoolConfig['types'];
  const pool = new pg.Pool({ connectionString: url, max: MAX_CONNECTIONS, types });
  // A connection that breaks while nobody uses it is replaced: whoever asks next is told if there is none.
  pool.on('error', () => {});
  return pool;
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
          if (attempt === MAX_ATTEMPTS || !isClash(error)) throw error;
        }
      }
    },
    close: () => db.destroy(),
  };
}
