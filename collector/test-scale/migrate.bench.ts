import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPricer } from '@tracewright/pricing';
import { sql } from 'kysely';
import { startEngine } from '../src/bench/clickhouse-engine.ts';
import { LlmRequests } from '../src/bench/llm-requests.ts';
import { prepareRequest } from '../src/ingest/prepare-request.ts';
import { migrateStores } from '../src/migrate/migrate-stores.ts';
import { openSqliteSpanStore } from '../src/storage/spans/sqlite/sqlite-span-store.ts';
import { openPostgresTracking } from '../src/storage/tracking/postgres/open-postgres-stores.ts';
import { openTrackingStores } from '../src/storage/tracking/sqlite/open-tracking-stores.ts';
import { openPostgres, postgresSource } from '../test-postgres/postgres-server.test.support.ts';

/**
 * Measures how fast embedded stores are copied: SPANS (default 100,000) to the engine of ClickHouse, and RUNS (default
 * 1,000) of 100 metrics, 20 parameters and 5 tags each to Postgres, each part in a look at an empty target and a last one
 * that compares all; then back into an empty folder. Run it with `node --conditions=tracewright-source`; what there is no server for is left out. Times of
 * the processor are those of this process, of which memory is told as well, and of the engine.
 */
const SPANS = Number(process.env.SPANS ?? 100_000);
const RUNS = Number(process.env.RUNS ?? 1_000);
const SPANS_A_COMMIT = 4_096;
const MIB = 2 ** 20;

const [, , given] = process.argv;
if (given === undefined) await measure();
else await fill(given);

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'tracewright-bench-'));
  const dataDir = join(folder, 'data');
  // In a process of its own, so that its memory is not counted.
  const args = [...process.execArgv, import.meta.filename, dataDir];
  const filled = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (filled.status !== 0) throw new Error('the stores could not be filled');
  const engine = SPANS === 0 ? undefined : await startEngine(join(folder, 'clickhouse'));
  const source = RUNS === 0 ? undefined : postgresSource();
  const postgres = source === undefined ? undefined : await openPostgres(source);
  try {
    const plan = { dataDir, isBack: false, blobsUrl: undefined, otherTrackingUrl: undefined };
    if (engine !== undefined) {
      const spans = { ...plan, spansUrl: engine.spansUrl, trackingUrl: undefined };
      const bytes = statSync(join(dataDir, 'spans.db')).size;
      console.log(`${SPANS.toLocaleString('en')} spans, ${mib(bytes)} on the disk`);
      await look('copied', { ...spans, isFinal: false }, SPANS, 'spans', engine.cpuMs);
      await look('compared', { ...spans, isFinal: true }, SPANS, 'spans', engine.cpuMs);
      const back = { ...spans, dataDir: await emptyStores(join(folder, 'back')), isBack: true };
      await look('copied back', { ...back, isFinal: false }, SPANS, 'spans', engine.cpuMs);
      await look('compared', { ...back, isFinal: true }, SPANS, 'spans', engine.cpuMs);
    }
    if (postgres !== undefined) {
      const trackingUrl = postgres.createDatabase();
      const tracking = { ...plan, spansUrl: undefined, trackingUrl };
      const bytes = statSync(join(dataDir, 'tracking.db')).size;
      const emptyBytes = await sizeOf(trackingUrl);
      console.log(
        `${RUNS.toLocaleString('en')} runs of 100 metrics, 20 parameters and 5 tags, ${mib(bytes)} in SQLite`,
      );
      await look('copied', { ...tracking, isFinal: false }, RUNS, 'runs');
      await look('compared', { ...tracking, isFinal: true }, RUNS, 'runs');
      console.log(`${mib((await sizeOf(trackingUrl)) - emptyBytes)} in Postgres, indexes included`);
    }
  } finally {
    await engine?.stop();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder with the tables of tracking, which say which workspaces there are. @returns its path */
async function emptyStores(dataDir: string): Promise<string> {
  mkdirSync(dataDir);
  const { close } = await openTrackingStores({ file: join(dataDir, 'tracking.db') });
  await close();
  return dataDir;
}

/** Of a database of Postgres with its tables, all of which it has then. */
async function sizeOf(url: string): Promise<number> {
  const { db, close } = await openPostgresTracking({ url });
  const { rows } = await sql<{ readonly bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(
    db,
  );
  await close();
  return rows[0]!.bytes;
}

function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}

async function look(
  verb: string,
  plan: Parameters<typeof migrateStores>[0],
  count: number,
  what: string,
  serverCpuMs: () => Promise<number> = async () => 0,
): Promise<void> {
  const [cpu, serverMs, beganMs] = [process.cpuUsage(), await serverCpuMs(), performance.now()];
  const hash = createHash('sha256');
  await migrateStores(plan, (event) => {
    if (event.kind === 'day') hash.update(event.day.sourceSha256);
    if (event.kind === 'spans') hash.update(event.sums.sha256);
  });
  const seconds = (performance.now() - beganMs) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const engineSeconds = ((await serverCpuMs()) - serverMs) / 1_000;
  console.log(
    `${verb} in ${seconds.toFixed(1)} s, ${Math.round(count / seconds).toLocaleString('en')} ${what} a second; ` +
      `${((user + system) / 1e6).toFixed(1)} s of the processor here, ${engineSeconds.toFixed(1)} in the engine; ` +
      `${(process.resourceUsage().maxRSS / 1_024).toFixed(0)} MiB at most` +
      (plan.isFinal ? `; all is the same, ${hash.digest('hex').slice(0, 16)}` : ''),
  );
}

async function fill(dataDir: string): Promise<void> {
  const spans = openSqliteSpanStore({ file: join(dataDir, 'spans.db'), hasUpkeep: false });
  const [source, pricer] = [new LlmRequests(42), createPricer()];
  for (let stored = 0; stored < SPANS; stored += SPANS_A_COMMIT) {
    const body = source.protobuf(Math.min(SPANS_A_COMMIT, SPANS - stored));
    const { groupsByExperiment } = prepareRequest(
      { signal: 'traces', workspaceId: 'default', experimentId: '', runId: '', encoding: 'protobuf', body },
      pricer,
    );
    const groups = [...groupsByExperiment.values()].flat();
    await spans.append([{ workspaceId: 'default', experimentId: '0', groups }]);
  }
  await spans.close();
  const { runs, close } = await openTrackingStores({ file: join(dataDir, 'tracking.db') });
  const texts = (name: string, count: number): ReadonlyMap<string, string> =>
    new Map(Array.from({ length: count }, (_, index) => [`${name}${index}`, `value ${index} of ${name}`]));
  for (let number = 0; number < RUNS; number++) {
    const run = { experimentId: '0', name: `run ${number}`, userId: 'ann', startMs: number, tags: texts('tag', 5) };
    const { id } = await runs.create('default', run);
    const metrics = Array.from({ length: 100 }, (_, step) => ({
      ...{ key: `loss${step % 5}`, value: number / (step + 1), timestampMs: step, step },
    }));
    await runs.log('default', id, { metrics, params: texts('param', 20) });
  }
  await close();
}
