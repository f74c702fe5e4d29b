import { StoreError } from '../../store-error.ts';
import { ClickHouseDatabase } from './clickhouse-database.ts';
import { clickHouseFailure } from './clickhouse-failure.ts';
import { parseClickHouseLocation } from './clickhouse-location.ts';
import { ClickHouseSpanStore } from './clickhouse-span-store.ts';
import { migrate } from './schema/migrate.ts';
import { onCluster } from './schema/table-engine.ts';

/** Known to every server; ours is made from there. */
const FIRST_DATABASE = 'default';

/**
 * Opens the store of spans in a database of ClickHouse, which is made and brought up to date if need be.
 *
 * @param url see `parseClickHouseLocation`
 * @throws StoreError if it cannot be reached, does not let us in, or belongs to a newer version.
 */
export async function openClickHouseSpans(url: string): Promise<ClickHouseSpanStore> {
  const location = parseClickHouseLocation(url);
  if (location === undefined) throw new StoreError('STORE_UNREACHABLE', 'this is no address of ClickHouse');
  const database = new ClickHouseDatabase(location);
  try {
    const first = new ClickHouseDatabase({ ...location, database: FIRST_DATABASE });
    try {
      await first.command(`CREATE DATABASE IF NOT EXISTS \`${location.database}\`${onCluster(location.cluster)}`);
    } finally {
      await first.close();
    }
    await migrate(database);
    return new ClickHouseSpanStore(database, await serverClock(database));
  } catch (error) {
    await database.close();
    if (error instanceof StoreError) throw error;
    const failure = clickHouseFailure(error);
    const reason = failure instanceof Error ? failure.message : String(failure);
    const { host } = new URL(location.url);
    const message = `clickhouse://${host}/${location.database} cannot be opened: ${reason}`;
    throw new StoreError('STORE_UNREACHABLE', message, { cause: error });
  }
}

/** The server's time from now on, ms since the Unix epoch: whatever becomes of this machine's clock, it goes on evenly. */
async function serverClock(database: ClickHouseDatabase): Promise<() => number> {
  const [row] = await database.rows<{ readonly us: string }>('SELECT toUnixTimestamp64Micro(now64(6)) AS us');
  const aheadMs = Number(row?.us ?? 0) / 1_000 - performance.now();
  return () => performance.now() + aheadMs;
}
