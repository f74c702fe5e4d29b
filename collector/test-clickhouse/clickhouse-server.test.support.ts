import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { ClickHouseDatabase } from '../src/storage/spans/clickhouse/clickhouse-database.ts';
import { parseClickHouseLocation } from '../src/storage/spans/clickhouse/clickhouse-location.ts';
import { onCluster } from '../src/storage/spans/clickhouse/schema/table-engine.ts';

/** A server, and databases on it that are each used once. */
export interface ClickHouseServer {
  /** Of its HTTP interface. */
  readonly url: string;
  /** Address of a database that nobody else uses; it is made when it is opened. */
  readonly newDatabase: () => string;
  stop(): Promise<void>;
}

/** As `two-shards.mjs` calls it. */
const CLUSTER = 'main';
const ENGINE = new URL('./engine.mjs', import.meta.url);

/**
 * The server that `CLICKHOUSE_URL` names, such as `clickhouse://user:password@host:8123`, else one of our own.
 *
 * @param shards 2 makes ours stand for a cluster of two, as `CLICKHOUSE_SHARDS=2` does for all tests
 */
export async function openClickHouseServer(
  shards: number = Number(process.env.CLICKHOUSE_SHARDS ?? 1),
): Promise<ClickHouseServer> {
  const named = process.env.CLICKHOUSE_URL;
  if (named) return serverAt(new URL(named), (databases) => drop(databases));
  const env = { ...process.env, CLICKHOUSE_SHARDS: String(shards) };
  const engine = fork(ENGINE, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const { url } = await started(engine);
  const address = new URL(url.replace(/^http/, 'clickhouse'));
  if (shards === 2) address.searchParams.set('cluster', CLUSTER);
  return serverAt(address, async () => {
    engine.disconnect();
    await once(engine, 'exit');
  });
}

/** @param stop is told the addresses of the databases */
function serverAt(address: URL, stop: (databases: readonly string[]) => Promise<void>): ClickHouseServer {
  const databases: string[] = [];
  return {
    url: `http://${address.host}`,
    newDatabase: () => {
      const database = new URL(address);
      database.pathname = `/test_${process.pid}_${Date.now()}_${databases.length + 1}`;
      databases.push(database.href);
      return database.href;
    },
    stop: () => stop(databases),
  };
}

async function drop(urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    const location = parseClickHouseLocation(url)!;
    const server = new ClickHouseDatabase({ ...location, database: 'default' });
    await server.command(`DROP DATABASE IF EXISTS ${location.database}${onCluster(location.cluster)} SYNC`);
    await server.close();
  }
}

async function started(engine: ChildProcess): Promise<{ readonly url: string }> {
  const ended = once(engine, 'exit').then(([code]) => {
    throw new Error(`the engine ended with ${code}`);
  });
  const [message] = await Promise.race([once(engine, 'message'), ended]);
  return message as { readonly url: string };
}
