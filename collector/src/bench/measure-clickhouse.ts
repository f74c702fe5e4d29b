import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askQuestions } from './ask-questions.ts';
import { askTexts } from './ask-texts.ts';
import { type ComparedStore, clickHouseStore, embeddedStore } from './compared-store.ts';
import { type Compared, comparisonTable } from './comparison-table.ts';
import { LlmRequests } from './llm-requests.ts';
import { startServer } from './measured-server.ts';
import { sendSpans } from './send-spans.ts';

/** Many enough for an insert to be worth its while: a collector that needs a cluster has that many senders. */
const CONNECTIONS = 32;
const WARM_UP_SPANS = 50_000;
/** A question takes no longer than this, however slow its answers are, ms. */
const LONGEST_QUESTION_MS = 3_000;
/** Lies in a folder whose store has been filled to its end, and tells how many spans those are. */
const FILLED = 'filled-spans';

/**
 * Sends the same spans to a collector on each store, from the same client, asks both the same, and prints one table.
 * STORED_SPANS (default 1,000,000) are sent; the time of the processor is that of all processes and threads but the
 * client's, merges and the reading of texts included. In STORE, a folder that is kept, what was sent once is not sent
 * again.
 */
export async function measureClickHouse(
  inFolder: (measure: (folder: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const storedSpans = Number(process.env.STORED_SPANS ?? 1_000_000);
  const compared: Compared[] = [];
  for (const [name, open] of [
    ['embedded', embeddedStore],
    ['on-clickhouse', clickHouseStore],
  ] as const) {
    const measure = async (folder: string): Promise<void> => {
      const store = await open(folder);
      if (store === undefined)
        console.log('ClickHouse is not measured: `npm run test:clickhouse` installs its engine where that can be had');
      else compared.push(await measureStore(folder, store, storedSpans));
    };
    if (process.env.STORE === undefined) await inFolder(measure);
    else {
      const folder = join(process.env.STORE, name);
      mkdirSync(folder, { recursive: true });
      await measure(folder);
    }
  }
  console.log(comparisonTable(compared));
}

async function measureStore(folder: string, store: ComparedStore, storedSpans: number): Promise<Compared> {
  const server = await startServer(folder, store.env);
  const filled = join(folder, FILLED);
  const sent = existsSync(filled) ? undefined : await fill(server, store, storedSpans);
  if (sent !== undefined) writeFileSync(filled, String(storedSpans));
  const bytesPerSpan = (await store.storedBytes()) / Number(readFileSync(filled, 'utf8'));
  const answers = [
    ...(await askQuestions(server.url, LONGEST_QUESTION_MS)),
    ...(await askTexts(server.url, LONGEST_QUESTION_MS)),
  ];
  await server.stop();
  await store.stop();
  return { name: store.name, ...(sent && { sent }), bytesPerSpan, answers };
}

async function fill(
  server: Awaited<ReturnType<typeof startServer>>,
  store: ComparedStore,
  storedSpans: number,
): Promise<NonNullable<Compared['sent']>> {
  const source = new LlmRequests(42);
  await sendSpans(server, source, 'protobuf', WARM_UP_SPANS, CONNECTIONS);
  const spentMs = async () => ({ collector: (await server.usage()).cpuMs, store: await store.cpuMs() });
  const before = await spentMs();
  const { spans, wallMs } = await sendSpans(server, source, 'protobuf', storedSpans - WARM_UP_SPANS, CONNECTIONS);
  await store.settled(server);
  const after = await spentMs();
  const collectorMs = after.collector - before.collector;
  const allMs = collectorMs + after.store - before.store;
  return {
    spansPerSecond: (1_000 * spans) / wallMs,
    spansPerCpuSecond: (1_000 * spans) / allMs,
    collectorShare: collectorMs / allMs,
    peakRssBytes: (await server.usage()).peakRssBytes,
  };
}
