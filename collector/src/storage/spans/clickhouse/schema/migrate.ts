import { setTimeout as wait } from 'node:timers/promises';
import { StoreError } from '../../../store-error.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import type { ClickHouseLocation } from '../clickhouse-location.ts';
import { MIGRATIONS, type Migration } from './migrations.ts';
import { onCluster } from './table-engine.ts';

/** A holder that has died is given this long, s; no step takes that long, and one that runs twice does no harm. */
const LOCK_S = 60;
const RETRY_MS = 100;

/**
 * Brings the tables of a database up to date, one process at a time.
 *
 * @throws StoreError `STORE_TOO_NEW` if a newer version has been here, ApiError if the server cannot be asked.
 */
export async function migrate(
  database: ClickHouseDatabase,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  await database.command(createMigrations(database.location));
  if ((await missing(database, migrations)).length === 0) return;
  await lock(database);
  try {
    for (const { number, name, statements } of await missing(database, migrations)) {
      for (const statement of statements(database.location)) await database.command(statement);
      await database.command('INSERT INTO migrations (number, name) VALUES ({number:UInt32}, {name:String})', {
        number,
        name,
      });
    }
  } finally {
    await database.command(`DROP TABLE IF EXISTS migration_lock${onCluster(database.location.cluster)} SYNC`);
  }
}

/** The statement that makes the table of steps that are done: of a cluster, one that all servers have whole. */
export function createMigrations({ database, cluster }: ClickHouseLocation): string {
  const columns = 'number UInt32, name String, done DateTime DEFAULT now()';
  const make = `CREATE TABLE IF NOT EXISTS migrations${onCluster(cluster)} (${columns})`;
  if (cluster === undefined) return `${make} ENGINE = MergeTree ORDER BY number`;
  // Without the shard in its path, which makes the replicas of all shards those of one table.
  const place = `'/clickhouse/tables/${database}/migrations', '{shard}_{replica}'`;
  return `${make} ENGINE = ReplicatedMergeTree(${place}) ORDER BY number`;
}

async function missing(database: ClickHouseDatabase, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  const rows = await database.rows<{ readonly number: number }>('SELECT number FROM migrations');
  const done = rows.map(({ number }) => number);
  const newest = migrations.at(-1)?.number ?? 0;
  if (done.some((number) => number > newest)) {
    throw new StoreError('STORE_TOO_NEW', 'the database of spans was written by a newer version of the collector');
  }
  return migrations.filter(({ number }) => !done.includes(number));
}

/** ClickHouse has no locks; but of several who make a table of one name, one succeeds. */
async function lock(database: ClickHouseDatabase): Promise<void> {
  const on = onCluster(database.location.cluster);
  for (;;) {
    try {
      return await database.command(`CREATE TABLE migration_lock${on} (held UInt8) ENGINE = Memory`);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    const [held] = await database.rows<{ readonly isOld: number }>(
      `SELECT metadata_modification_time < now() - ${LOCK_S} AS isOld FROM system.tables ` +
        "WHERE database = currentDatabase() AND name = 'migration_lock'",
    );
    if (held?.isOld) await database.command(`DROP TABLE IF EXISTS migration_lock${on} SYNC`);
    else await wait(RETRY_MS);
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57';
}
