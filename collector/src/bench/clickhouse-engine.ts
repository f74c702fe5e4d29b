import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

const FOLDER = new URL('../../test-clickhouse/', import.meta.url);

/** A ClickHouse in a process of its own. */
export interface ClickHouseEngine {
  /** Address of a database that is not there yet. */
  readonly spansUrl: string;
  /** User and system time of all of its threads since the start, merges included, ms. */
  cpuMs(): Promise<number>;
  /** What one question answers, as text. */
  ask(sql: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the engine of the tests over a folder; undefined where it is not installed. */
export async function startEngine(folder: string): Promise<ClickHouseEngine | undefined> {
  if (!existsSync(new URL('node_modules/chdb', FOLDER))) return undefined;
  const engine = fork(new URL('engine.mjs', FOLDER), [folder]);
  const { url } = (await message(engine)) as { readonly url: string };
  return {
    spansUrl: `${url.replace(/^http/, 'clickhouse')}/bench`,
    cpuMs: async () => {
      engine.send('usage');
      const { cpu } = (await message(engine)) as { readonly cpu: NodeJS.CpuUsage };
      return (cpu.user + cpu.system) / 1_000;
    },
    ask: async (sql) => (await fetch(url, { method: 'POST', body: sql })).text(),
    stop: async () => {
      engine.disconnect();
      await once(engine, 'exit');
    },
  };
}

async function message(engine: ChildProcess): Promise<unknown> {
  const [first] = await once(engine, 'message');
  return first;
}
