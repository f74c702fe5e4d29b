import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPricer } from '@tracewright/pricing';
import { startEngine } from '../../../../bench/clickhouse-engine.ts';
import { LlmRequests } from '../../../../bench/llm-requests.ts';
import { prepareRequest } from '../../../../ingest/prepare-request.ts';
import type { SpanBatch } from '../../span-record.ts';
import { openClickHouseSpans } from '../open-clickhouse-spans.ts';

/**
 * Measures appending to ClickHouse alone. Run it with `node --conditions=tracewright-source`. SPANS (default 200,000)
 * are stored, COMMIT (default 8,192) at a time, after as many as that once to warm up. The time of the processor is
 * told for reading requests, for the store in this process, and for the engine, merges within and five seconds after
 * included; the bytes, for each table and for the largest columns.
 */
const SPANS = Number(process.env.SPANS ?? 200_000);
const COMMIT = Number(process.env.COMMIT ?? 8_192);
const COLUMNS = Number(process.env.COLUMNS ?? 12);
const MERGES_MS = 5_000;

const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'tracewright-bench-'));
const engine = await startEngine(join(folder, 'clickhouse'));
if (engine === undefined) throw new Error('the engine is not installed: `npm run test:clickhouse` does it');
const store = await openClickHouseSpans(engine.spansUrl);
const source = new LlmRequests(42);
const pricer = createPricer();
const spent = { preparing: 0, storing: 0, engine: 0, wall: 0 };
let stored = 0;
try {
  while (stored < SPANS) await append();
  Object.assign(spent, { preparing: 0, storing: 0, engine: 0, wall: 0 });
  while (stored < 2 * SPANS) await append();
  const beforeMs = await engine.cpuMs();
  await new Promise((resolve) => setTimeout(resolve, MERGES_MS));
  spent.engine += (await engine.cpuMs()) - beforeMs;
  report();
  console.log(await engine.ask(sizes('system.parts', 'table', 'bytes_on_disk', 'AND active', 20)));
  console.log(
    await engine.ask(sizes('system.columns', "concat(table, '.', name)", 'data_compressed_bytes', '', COLUMNS)),
  );
} finally {
  await store.close();
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function append(): Promise<void> {
  const body = source.protobuf(COMMIT);
  const readMs = cpuMs();
  const batch = batchOf(body);
  const startMs = cpuMs();
  const engineMs = await engine!.cpuMs();
  const from = performance.now();
  await store.append([batch]);
  spent.wall += performance.now() - from;
  spent.preparing += startMs - readMs;
  spent.storing += cpuMs() - startMs;
  spent.engine += (await engine!.cpuMs()) - engineMs;
  stored += batch.groups.reduce((sum, { spans }) => sum + spans.length, 0);
}

function report(): void {
  const spans = stored / 2;
  const each = (ms: number): string => `${((1_000 * ms) / spans).toFixed(1)} µs`;
  const { preparing, storing, engine: engineMs, wall } = spent;
  const all = preparing + storing + engineMs;
  console.log(
    `${COMMIT} a commit: ${Math.round((1_000 * spans) / all).toLocaleString('en')} spans per CPU second; a span: ` +
      `${each(preparing)} reading, ${each(storing)} storing, ${each(engineMs)} engine; ${each(wall)} of waiting`,
  );
}

function batchOf(body: Uint8Array): SpanBatch {
  const request = {
    signal: 'traces',
    workspaceId: 'default',
    experimentId: '',
    runId: '',
    encoding: 'protobuf',
  } as const;
  const { groupsByExperiment } = prepareRequest({ ...request, body }, pricer);
  return { workspaceId: 'default', experimentId: '0', groups: [...groupsByExperiment.values()].flat() };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function sizes(table: string, name: string, bytes: string, and: string, limit: number): string {
  return (
    `SELECT ${name} AS what, round(sum(${bytes}) / ${stored}, 2) AS bytes_a_span FROM ${table} ` +
    `WHERE database = 'bench' ${and} GROUP BY what ORDER BY bytes_a_span DESC LIMIT ${limit} FORMAT TSV`
  );
}
