import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPricer } from '@tracewright/pricing';
import { LlmRequests } from '../../../bench/llm-requests.ts';
import { compare, MATCH_ALL } from '../../../filter/expression.ts';
import { prepareRequest } from '../../../ingest/prepare-request.ts';
import type { SpanBatch } from '../span-record.ts';
import type { SpanStore } from '../span-store.ts';
import { openSqliteSpanStore } from '../sqlite/sqlite-span-store.ts';

/**
 * Measures the SQLite span store alone. Run it with `node --conditions=tracewright-source`. SPANS (default 100,000)
 * are stored, COMMIT (default 4,096) at a time. CPU time counts user and system of the whole process; making the spans is not part of it.
 */
const SPANS = Number(process.env.SPANS ?? 100_000);
const COMMIT = Number(process.env.COMMIT ?? 4_096);
/** Made batches are stored before more are made, so that memory stays bounded and the spans are distinct. */
const ROUND = 8;
const PRICER = createPricer();

const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'tracewright-bench-'));
try {
  const file = join(folder, 'spans.db');
  const store = openSqliteSpanStore({ file });
  const stored = await measureAppend(store);
  await measureReads(store);
  await store.close();
  console.log(`${(statSync(file).size / stored).toFixed(0)} bytes per span on disk`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @returns how many spans were stored */
async function measureAppend(store: SpanStore): Promise<number> {
  const source = new LlmRequests(42);
  let stored = 0;
  let payloadBytes = 0;
  let userMs = 0;
  let systemMs = 0;
  let wallMs = 0;
  while (stored < SPANS) {
    const batches: SpanBatch[] = Array.from({ length: ROUND }, () => batchOf(source.protobuf(COMMIT)));
    const wallStart = performance.now();
    const cpuStart = process.cpuUsage();
    for (const batch of batches) await store.append([batch]);
    const cpu = process.cpuUsage(cpuStart);
    wallMs += performance.now() - wallStart;
    userMs += cpu.user / 1_000;
    systemMs += cpu.system / 1_000;
    for (const { groups } of batches) {
      for (const span of groups[0]!.spans) payloadBytes += span.payload.length;
      stored += groups[0]!.spans.length;
    }
  }
  console.log(`${stored} spans of ${(payloadBytes / stored).toFixed(0)} payload bytes, ${COMMIT} a commit`);
  const share = Math.round((100 * systemMs) / (userMs + systemMs));
  console.log(
    `append: ${perSecond(stored, userMs + systemMs)} spans per CPU second (${share} % of it system), ` +
      `${perSecond(stored, wallMs)} per second`,
  );
  return stored;
}

async function measureReads(store: SpanStore): Promise<void> {
  const all = { workspaceId: 'default', filter: MATCH_ALL, limit: 50 };
  const { rows, total } = await store.listTraces({ ...all, limit: 1_000 });
  const ids = rows.map((row) => row.traceId);
  console.log(`${total} traces`);
  await median('newest 50', () => store.listTraces(all));
  await median('newest 50 with an error', () => store.listTraces({ ...all, filter: compare('status', '=', 'error') }));
  await median('50 of a user', () => store.listTraces({ ...all, filter: compare('user', '=', 'user-77') }));
  await median('50 of a model', () => store.listTraces({ ...all, filter: compare('model', '=', 'gpt-4.1') }));
  await median('one trace', (round) => store.getTrace('default', ids[(round * 37) % ids.length]!));
  await median('spans of a trace', (round) => store.getSpans('default', ids[(round * 37) % ids.length]!));
  await median('one span', async (round) => {
    const row = rows[(round * 37) % rows.length]!;
    await store.getSpan('default', row.traceId, row.rootSpanId);
  });
}

async function median(what: string, ask: (round: number) => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < 40; round++) {
    const start = performance.now();
    await ask(round);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  console.log(`${what}: ${times[20]!.toFixed(2)} ms median, ${times[38]!.toFixed(2)} ms slowest but one`);
}

function batchOf(body: Uint8Array): SpanBatch {
  const request = {
    signal: 'traces',
    workspaceId: 'default',
    experimentId: '',
    runId: '',
    encoding: 'protobuf',
  } as const;
  const { groupsByExperiment } = prepareRequest({ ...request, body }, PRICER);
  return { workspaceId: 'default', experimentId: '0', groups: [...groupsByExperiment.values()].flat() };
}

function perSecond(count: number, ms: number): string {
  return Math.round((count / ms) * 1_000).toLocaleString('en');
}
