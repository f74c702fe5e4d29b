import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { textsRead } from './ask-texts.ts';
import { startEngine } from './clickhouse-engine.ts';
import type { MeasuredServer } from './measured-server.ts';

/** What is behind the writes, such as merges, comes to its end meanwhile; its time counts. */
const AFTERWARDS_MS = 5_000;

/** Where spans are kept, what that costs beside the collector itself, and how much they take. */
export interface ComparedStore {
  readonly name: string;
  /** Settings of a collector that keeps its spans there. */
  readonly env: Readonly<Record<string, string>>;
  /** Time of the processor that the store has taken outside of the collector, ms. */
  readonly cpuMs: () => Promise<number>;
  readonly storedBytes: () => Promise<number>;
  /** Resolves when nothing is left to be done for what has been sent. */
  readonly settled: (server: MeasuredServer) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** The store of the collector itself. @param folder of the collector's data */
export function embeddedStore(folder: string): ComparedStore {
  return {
    name: 'embedded',
    env: {},
    cpuMs: async () => 0,
    storedBytes: async () =>
      globSync('spans.db*', { cwd: folder }).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0),
    settled: ({ url }) => textsRead(url),
    stop: async () => {},
  };
}

/** An engine of ClickHouse, in a process of its own; undefined where it is not installed. */
export async function clickHouseStore(folder: string): Promise<ComparedStore | undefined> {
  const engine = await startEngine(join(folder, 'clickhouse'));
  return (
    engine && {
      name: 'ClickHouse',
      env: { TRACEWRIGHT_SPANS_URL: engine.spansUrl },
      cpuMs: engine.cpuMs,
      storedBytes: async () =>
        Number(await engine.ask("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = 'bench'")),
      settled: () => setTimeout(AFTERWARDS_MS),
      stop: engine.stop,
    }
  );
}
