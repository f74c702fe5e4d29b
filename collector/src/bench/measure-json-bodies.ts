import { setTimeout as delay } from 'node:timers/promises';
import { HttpClient } from './http-client.ts';
import { startServer } from './measured-server.ts';

const MIB = 2 ** 20;
/** Who send at the same time. */
const SENDERS = 8;
const BODY_MIB = Number(process.env.BODY_MIB ?? 30);
const JSON_HEADERS = { 'content-type': 'application/json' };
/** What senders wait when they are told to come again, ms. */
const RETRY_MS = 50;
/** A sentence of an answer, with letters that take two bytes. */
const TEXT = 'Die Lieferung wird übermorgen in München eintreffen, sagt das Modell. '.repeat(14);

/** Something that takes large bodies of JSON. */
interface Target {
  readonly what: string;
  readonly path: (runId: string) => string;
  /** @param sender one of {@link SENDERS}: each writes something else. */
  readonly body: (sender: number, parts: number) => object;
}

const TARGETS: readonly Target[] = [
  {
    what: 'rows of evaluations',
    path: (runId) => `/api/v1/evaluations/${runId}/rows`,
    body: (sender, parts) => ({
      rows: filled(Math.min(parts, 1_000), (index) => evaluationRow(sender, index, Math.ceil(parts / 1_000))),
    }),
  },
  {
    what: 'records of datasets',
    path: () => '/api/v1/datasets',
    body: (sender, parts) => ({
      name: `dataset-${sender}`,
      records: filled(parts, (index) => ({ inputs: { question: `${sender} ${index}`, context: TEXT } })),
    }),
  },
  {
    what: 'rows of tables',
    path: (runId) => `/api/v1/runs/${runId}/tables`,
    body: (sender, parts) => ({
      path: `table-${sender}.json`,
      columns: ['question', 'answer'],
      data: filled(parts, (index) => [index, TEXT]),
    }),
  },
];

/** Sends large bodies of JSON from eight senders at a time, each kind to a collector of its own, and prints its memory. */
export async function measureJsonBodies(
  inFolder: (measure: (folder: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  for (const target of TARGETS) await inFolder((folder) => measure(folder, target));
}

async function measure(folder: string, { what, path, body }: Target): Promise<void> {
  const server = await startServer(folder);
  const idle = await server.usage();
  const client = new HttpClient(server.url, SENDERS);
  const made = await client.post('/api/2.0/mlflow/runs/create', encoded({ experiment_id: '0' }), JSON_HEADERS);
  const runId = (JSON.parse(made.toString()) as { run: { info: { run_id: string } } }).run.info.run_id;
  const parts = Math.floor((BODY_MIB * MIB) / (Buffer.byteLength(TEXT) + 60));
  const bodies = filled(SENDERS, (sender) => encoded(body(sender, parts)));
  const startMs = performance.now();
  const refused = await Promise.all(bodies.map((sent) => untilTaken(client, path(runId), sent)));
  const wallMs = performance.now() - startMs;
  const { peakRssBytes, rssBytes } = await server.usage();
  client.close();
  await server.stop();
  const mib = (bytes: number): string => (bytes / MIB).toFixed(0);
  console.log(
    `${what}, ${SENDERS} bodies of ${mib(bodies[0]!.byteLength)} MiB at once: RSS ${mib(idle.rssBytes)} MiB at the start, ` +
      `${mib(peakRssBytes)} at most, ${mib(rssBytes)} after; all taken within ${(wallMs / 1_000).toFixed(1)} s, ` +
      `told to come again ${refused.reduce((sum, count) => sum + count, 0)} times`,
  );
}

/** @returns how many times it was refused for the moment. */
async function untilTaken(client: HttpClient, path: string, body: Uint8Array): Promise<number> {
  for (let refused = 0; ; refused++) {
    try {
      await client.post(path, body, JSON_HEADERS);
      return refused;
    } catch (error) {
      if (!String(error).includes('answered 429')) throw error;
    }
    await delay(RETRY_MS);
  }
}

function evaluationRow(sender: number, index: number, texts: number): object {
  return {
    key: `${sender}-${index}`,
    trial: 0,
    index,
    traceId: (sender * 1_000_000 + index + 1).toString(16).padStart(32, '0'),
    inputs: { question: filled(texts, () => TEXT) },
    outputs: null,
    expectations: {},
    context: null,
    tags: {},
    error: null,
    durationMs: 1,
    scores: [],
  };
}

function filled<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index));
}

function encoded(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
