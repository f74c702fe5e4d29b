import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ApiKeys } from '../src/auth/api-keys.ts';
import { BackgroundWrites } from '../src/auth/background-writes.ts';
import type { Lease } from '../src/leases/lease.ts';
import { Leases } from '../src/leases/leases.ts';
import { openPostgresStores, openPostgresTracking } from '../src/storage/tracking/postgres/open-postgres-stores.ts';
import { emptyFolder } from '../src/testing/empty-folder.ts';
import { openPostgres, type PostgresServer, postgresSource } from '../test-postgres/postgres-server.test.support.ts';
import { Answers } from './answers.test.support.ts';
import { startProcess } from './collector-process.test.support.ts';
import { type FaultyLine, faultyLine, goThrough, type LineMood } from './faulty-line.test.support.ts';
import { requestOf, stored } from './numbered-traces.test.support.ts';

/** What the line to the database goes through, and for how long each time. */
const MOODS: readonly (readonly [LineMood, number])[] = [
  ['well', 1_000],
  ['slow', 4_000],
  ['down', 3_000],
  ['well', 1_000],
  ['cutting', 4_000],
  ['silent', 45_000],
  ['well', 2_000],
  ...Array.from({ length: 10 }, () => [['down', 200] as const, ['well', 200] as const]).flat(),
];
/** More than the collector has connections to the database. */
const WRITERS = 12;
const SENDERS = 4;
const SPANS_A_TRACE = 5;
const TAGS_A_RUN = 5;
/** A collector waits five seconds for a connection and thirty for an answer; so do requests, on a busy machine. */
const BOUND_MS = 45_000;

const source = postgresSource();
if (source === undefined) console.log('There is no Postgres here: nothing is seen of it failing.');

describe.skipIf(source === undefined)('a database of tracking on a line that fails', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await openPostgres(source!);
  });
  afterAll(() => server.stop());

  async function onFaultyLine(): Promise<{ line: FaultyLine; direct: string; url: string }> {
    const direct = server.createDatabase();
    const line = await faultyLine({ host: '127.0.0.1', port: Number(new URL(direct).port) });
    const address = new URL(direct);
    address.port = String(line.port);
    return { line, direct, url: address.href };
  }

  test('while it is slow, down, silent, cut off or flapping, who writes is told in time to come again, nothing is half done, and what was acknowledged is there', async () => {
    const { line, direct, url } = await onFaultyLine();
    const collector = await startProcess(emptyFolder(), { TRACEWRIGHT_TRACKING_URL: url });
    const spans = new Answers();
    const runs = new Answers();
    const acknowledged: string[] = [];
    let isOver = false;

    const faults = goThrough(line, MOODS).then(() => {
      isOver = true;
    });
    await Promise.all([
      ...Array.from({ length: WRITERS }, (_, writer) => makeRuns(writer)),
      ...Array.from({ length: SENDERS }, (_, sender) => sendSpans(sender)),
      faults,
    ]);

    console.log(`a database that was ${MOODS.map(([mood]) => mood).join(', ')}: runs ${runs}; spans ${spans}`);
    for (const { statuses, slowestMs, withoutWait } of [runs, spans]) {
      expect([...statuses.keys()].filter((status) => ![200, 503].includes(status))).toEqual([]);
      expect(withoutWait).toBe(0);
      expect(slowestMs).toBeLessThan(BOUND_MS);
    }
    expect(runs.statuses.get(503)).toBeGreaterThan(0);
    const traces = spans.statuses.get(200)!;
    expect(await stored(collector)).toEqual({ traces, spans: traces * SPANS_A_TRACE });
    const database = await openPostgresTracking({ url: direct });
    onTestFinished(() => database.close());
    const made = await database.db.selectFrom('runs').select('run_id').execute();
    const tagged = await database.db
      .selectFrom('run_tags')
      .select(['run_id', ({ fn }) => fn.countAll<number>().as('tags')])
      .where('key', 'like', 'step %')
      .groupBy('run_id')
      .execute();
    expect(tagged.filter(({ tags }) => tags !== TAGS_A_RUN)).toEqual([]);
    const ids = new Set(tagged.map(({ run_id }) => run_id));
    expect(made.filter(({ run_id }) => !ids.has(run_id))).toEqual([]);
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    expect(line.connections()).toBeLessThanOrEqual(8);
    expect(await collector.end()).toBe(0);

    /** Makes runs with tags, one after the other. */
    async function makeRuns(writer: number): Promise<void> {
      const tags = Array.from({ length: TAGS_A_RUN }, (_, index) => ({ key: `step ${index}`, value: 'x' }));
      for (let number = 0; !isOver; number++) {
        const run = { experiment_id: '0', run_name: `${writer}-${number}`, tags };
        const answer = await runs.of(() => post('/api/2.0/mlflow/runs/create', JSON.stringify(run)));
        if (answer.status === 200) acknowledged.push((JSON.parse(answer.body) as CreatedRun).run.info.run_id);
        else await delay(20);
      }
    }

    async function sendSpans(sender: number): Promise<void> {
      for (let number = 1; !isOver; number++) {
        await spans.of(() => post('/v1/traces', requestOf([sender * 1_000_000 + number], SPANS_A_TRACE)));
        await delay(20);
      }
    }

    function post(path: string, body: string): Promise<Response> {
      return fetch(collector.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    }
  });

  test('while it is down and then silent for some seconds, spans are taken by keys that were known, and by no others', async () => {
    const { line, direct, url } = await onFaultyLine();
    const stores = await openPostgresStores({ url: direct });
    onTestFinished(() => stores.close());
    const keys = new ApiKeys(stores.apiKeys, new BackgroundWrites(console.error), Date.now);
    const nothing = {
      experiments: undefined,
      expiresMs: undefined,
      requestsPerSecond: undefined,
      bytesPerSecond: undefined,
    };
    const made = { ...nothing, workspaceId: 'default', scopes: ['ingest'] as const, createdBy: 'ann' };
    const [known, unknown] = await Promise.all(['app', 'other'].map((name) => keys.create({ ...made, name })));
    const collector = await startProcess(emptyFolder(), { TRACEWRIGHT_TRACKING_URL: url });
    const spans = new Answers();
    let sent = 0;
    const send = (key: string): Promise<Response> => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
      return fetch(`${collector.url}/v1/traces`, { method: 'POST', headers, body: requestOf([++sent], SPANS_A_TRACE) });
    };
    await spans.of(() => send(known!.key));

    for (const mood of ['down', 'silent'] as const) {
      line.setMood(mood);
      const endMs = Date.now() + 8_000;
      while (Date.now() < endMs) {
        await spans.of(() => send(known!.key));
        await delay(50);
      }
      if (mood === 'down') expect((await send(unknown!.key)).status).toBe(503);
    }
    line.setMood('well');

    console.log(`a database that was down and silent for 8 s each: spans ${spans}`);
    expect([...spans.statuses.keys()]).toEqual([200]);
    const traces = spans.statuses.get(200)!;
    await expect.poll(() => stored(collector), { timeout: 30_000 }).toEqual({ traces, spans: traces * SPANS_A_TRACE });
    expect(await collector.end()).toBe(0);
  });

  test('who holds a lease gives up its work before another one begins, when the database is silent for it alone', async () => {
    const { line, direct, url } = await onFaultyLine();
    const [cutOff, other] = await Promise.all([
      openPostgresStores({ url, answerMs: 500 }),
      openPostgresStores({ url: direct }),
    ]);
    const order: string[] = [];
    const begun = Promise.withResolvers<void>();
    const taken = Promise.withResolvers<void>();
    const leases = [cutOff, other].map((stores) => new Leases(stores.leases, () => {}));
    onTestFinished(async () => {
      await Promise.all(leases.map((one) => one.close()));
      await Promise.all([cutOff.close(), other.close()]);
    });
    const working = (name: string, started: () => void) => async (lease: Lease) => {
      order.push(`${name} begins`);
      started();
      await new Promise((resolve) => lease.signal.addEventListener('abort', resolve, { once: true }));
      order.push(`${name} ends`);
    };

    leases[0]!.stand('sweep', working('one', begun.resolve), { ttlMs: 2_000 });
    await begun.promise;
    leases[1]!.stand('sweep', working('two', taken.resolve), { ttlMs: 2_000 });
    line.setMood('silent');
    await taken.promise;
    line.setMood('well');
    // Back again it asks, and is told that it is another one's.
    await expect.poll(async () => (await cutOff.leases.list()).map(({ name }) => name)).toEqual(['sweep']);

    expect(order).toEqual(['one begins', 'one ends', 'two begins']);
  });
});

interface CreatedRun {
  readonly run: { readonly info: { readonly run_id: string } };
}
