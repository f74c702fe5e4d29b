import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A server, and databases on it that are each used once. */
export interface ClickHouseServer {
  /** Of its HTTP interface. */
  readonly url: string;
  /** Address of a database that nobody else uses; it is made when it is opened. */
  readonly newDatabase: () => string;
  stop(): Promise<void>;
}

const ENGINE = new URL('./engine.mjs', import.meta.url);

/** The server that `CLICKHOUSE_URL` names, such as `clickhouse://user:password@host:8123`, else one of our own. */
export async function openClickHouseServer(): Promise<ClickHouseServer> {
  const named = process.env.CLICKHOUSE_URL;
  if (named) return serverAt(new URL(named), async () => {});
  const engine = fork(ENGINE, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const { url } = await started(engine);
  return serverAt(new URL(url.replace(/^http/, 'clickhouse')), async () => {
    engine.disconnect();
    await once(engine, 'exit');
  });
}

function serverAt(address: URL, stop: () => Promise<void>): ClickHouseServer {
  let databases = 0;
  return {
    url: `http://${address.host}`,
    newDatabase: () => {
      const database = new URL(address);
      database.pathname = `/test_${process.pid}_${Date.now()}_${++databases}`;
      return database.href;
    },
    stop,
  };
}

async function started(engine: ChildProcess): Promise<{ readonly url: string }> {
  const ended = once(engine, 'exit').then(([code]) => {
    throw new Error(`the engine ended with ${code}`);
  });
  const [message] = await Promise.race([once(engine, 'message'), ended]);
  return message as { readonly url: string };
}
