import { StoreError } from '../../store-error.ts';
import { ClickHouseDatabase } from './clickhouse-database.ts';
import { clickHouseFailure } from './clickhouse-failure.ts';
import { parseClickHouseLocation } from './clickhouse-location.ts';
import { ClickHouseSpanStore } from './clickhouse-span-store.ts';
import { dropOldCells } from './questions/cells/part-cells.ts';
import { migrate } from './schema/migrate.ts';
import { onCluster } from './schema/table-engine.ts';
import { askServerMs, ServerClock } from './server-clock.ts';

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
    const clock = new ServerClock(() => askServerMs(database));
    await clock.keepUp();
    const store = new ClickHouseSpanStore(database, clock);
    await store.sumUpRest();
    // Whoever was to drop them may have ended before. Nobody reads them, so that nothing has to wait for it.
    await dropOldCells(database).catch(() => {});
    return store;
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
