import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { askQuestions } from './ask-questions.ts';
import { askTexts, textsRead } from './ask-texts.ts';
import { type ClickHouseEngine, startEngine } from './clickhouse-engine.ts';
import { LlmRequests } from './llm-requests.ts';
import { type MeasuredServer, startServer } from './measured-server.ts';
import { sendSpans } from './send-spans.ts';

/** Many enough for an insert to be worth its while: a collector that needs a cluster has that many senders. */
const CONNECTIONS = 32;
const WARM_UP_SPANS = 50_000;
/** What is behind the writes, such as merges, comes to its end meanwhile; its time counts. */
const AFTERWARDS_MS = 5_000;

/** Where spans are kept, what that costs beside the collector itself, and how much they take. */
interface MeasuredStore {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cpuMs: () => Promise<number>;
  readonly storedBytes: () => Promise<number>;
  /** Resolves when nothing is left to be done for what has been sent. */
  readonly settled: (server: MeasuredServer) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/**
 * Sends the same spans to a collector on each store, from the same client, and asks both the same. STORED_SPANS (default
 * 1,000,000) are sent; the time of the processor is that of all processes and threads but the client's, merges and the
 * reading of texts included.
 */
export async function measureClickHouse(
  inFolder: (measure: (folder: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  await inFolder((folder) => measure(folder, embedded(folder)));
  await inFolder(async (folder) => {
    const engine = await startEngine(join(folder, 'clickhouse'));
    if (engine === undefined)
      console.log('ClickHouse is not measured: `npm run test:clickhouse` installs its engine where that can be had');
    else await measure(folder, onClickHouse(engine));
  });
}

function embedded(folder: string): MeasuredStore {
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

function onClickHouse(engine: ClickHouseEngine): MeasuredStore {
  return {
    name: 'ClickHouse',
    env: { TRACEWRIGHT_SPANS_URL: engine.spansUrl },
    cpuMs: engine.cpuMs,
    storedBytes: async () =>
      Number(await engine.ask("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = 'bench'")),
    settled: () => setTimeout(AFTERWARDS_MS),
    stop: engine.stop,
  };
}

async function measure(folder: string, { name, env, cpuMs, storedBytes, settled, stop }: MeasuredStore): Promise<void> {
  const storedSpans = Number(process.env.STORED_SPANS ?? 1_000_000);
  const server = await startServer(folder, env);
  const source = new LlmRequests(42);
  await sendSpans(server, source, 'protobuf', WARM_UP_SPANS, CONNECTIONS);
  const allMs = async () => (await server.usage()).cpuMs + (await cpuMs());
  let collectorMs = -(await server.usage()).cpuMs;
  let spentMs = -(await allMs());
  const sent = await sendSpans(server, source, 'protobuf', storedSpans - WARM_UP_SPANS, CONNECTIONS);
  await settled(server);
  spentMs += await allMs();
  collectorMs += (await server.usage()).cpuMs;
  const bytes = (await storedBytes()) / (sent.spans + WARM_UP_SPANS);
  const perSecond = (ms: number): string => Math.round((sent.spans / ms) * 1_000).toLocaleString('en');
  const { peakRssBytes } = await server.usage();
  console.log(
    `${name}: ${perSecond(sent.wallMs)} spans/s, ${perSecond(spentMs)} per CPU second all told, of which the collector ` +
      `takes ${((100 * collectorMs) / spentMs).toFixed(0)} %; ${bytes.toFixed(0)} bytes per span on disk; ` +
      `collector's RSS ${(peakRssBytes / 2 ** 20).toFixed(0)} MiB at most`,
  );
  for (const ask of [askQuestions, askTexts]) {
    for (const { what, medianMs, p95Ms } of await ask(server.url)) {
      console.log(`${name}: ${what}: ${medianMs.toFixed(1)} ms median, ${p95Ms.toFixed(1)} ms p95`);
    }
  }
  await server.stop();
  await stop();
}
