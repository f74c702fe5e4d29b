import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openPostgresStores, openPostgresTracking } from '../src/storage/tracking/postgres/open-postgres-stores.ts';
import type { TrackingQueries } from '../src/storage/tracking/tracking-database.ts';
import { trackingStoresContract } from '../src/storage/tracking/tracking-stores.contract.ts';
import { openPostgres, type PostgresServer, postgresSource } from './postgres-server.test.support.ts';

const source = postgresSource();
if (source === undefined) console.log('There is no Postgres here: the stores are not tested on it.');

describe.skipIf(source === undefined)('on a real server', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await openPostgres(source!);
  });
  afterAll(() => server.stop());

  trackingStoresContract('Postgres', async (nowMs) => {
    const options = { url: server.createDatabase(), nowMs };
    return { ...(await openPostgresStores(options)), reopen: () => openPostgresStores(options) };
  });

  test('two collectors on one database number their experiments and fold their metrics together', async () => {
    const url = server.createDatabase();
    const [one, two] = await Promise.all([openPostgresStores({ url }), openPostgresStores({ url })]);
    onTestFinished(async () => void (await Promise.all([one.close(), two.close()])));
    const names = Array.from({ length: 20 }, (_, index) => `e${index}`);
    await Promise.all(names.flatMap((name) => [one, two].map((stores) => stores.experiments.resolve('default', name))));
    expect(await one.experiments.list('default')).toHaveLength(21);

    const run = { experimentId: '0', name: 'r', userId: '', startMs: undefined, tags: new Map() };
    const { id } = await one.runs.create('default', run);
    await Promise.all(
      Array.from({ length: 60 }, async (_, step) => {
        const stores = step % 2 === 0 ? one : two;
        await stores.runs.log('default', id, { metrics: [{ key: 'm', value: step, timestampMs: step, step }] });
        if (step % 10 === 0) await stores.runs.get('default', id);
      }),
    );
    expect((await two.metrics.history('default', id, 'm', {})).items).toHaveLength(60);
    expect((await one.runs.get('default', id)).metrics).toMatchObject([{ value: 59 }]);
  });

  test('what a collector has given up is given up by the server as well, though what it waits for goes on', async () => {
    const url = server.createDatabase();
    const [holding, waiting] = await Promise.all([openPostgresTracking({ url }), openPostgresTracking({ url })]);
    const hasty = await openPostgresTracking({ url, answerMs: 300 });
    const released = Promise.withResolvers<void>();
    onTestFinished(async () => void (await Promise.all([holding, waiting, hasty].map((one) => one.close()))));
    const takeAll = (transaction: TrackingQueries) => sql`lock table experiments`.execute(transaction);
    const taken = Promise.withResolvers<void>();
    const held = holding.write(async (transaction) => {
      await takeAll(transaction);
      taken.resolve();
      await released.promise;
    });
    await taken.promise;
    const refused = { code: 'TEMPORARILY_UNAVAILABLE', message: 'the database does not answer' };
    for (let round = 0; round < 2; round++) await expect(hasty.write(takeAll)).rejects.toMatchObject(refused);
    const others = async () => {
      const { rows } = await sql`select pid from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(waiting.db);
      return rows.length;
    };
    const left = expect.poll(others, { timeout: 5_000 }).toBe(0);
    await left.finally(released.resolve);
    await held;
  });

  test('two collectors on one database take in the same traces of a run at once', async () => {
    const url = server.createDatabase();
    const [one, two] = await Promise.all([openPostgresStores({ url }), openPostgresStores({ url })]);
    onTestFinished(async () => void (await Promise.all([one.close(), two.close()])));
    const run = { experimentId: '0', name: 'r', userId: '', startMs: undefined, tags: new Map() };
    const { id: runId } = await one.runs.create('default', run);
    const said = { runId, durationUs: 1, status: 'ok', llmCount: 1, inputTokens: 10, outputTokens: 2 } as const;
    const traces = Array.from({ length: 50 }, (_, index) => ({
      ...said,
      ...({ traceId: `t${index}`, costNanoUsd: -1, isCostPartial: false } as const),
    }));
    await Promise.all(
      Array.from({ length: 10 }, (_, round) => (round % 2 === 0 ? one : two).runTotals.take('default', traces, 50)),
    );
    const { metrics } = await one.runs.get('default', runId);
    expect(metrics.find(({ key }) => key === 'llm_calls')?.value).toBe(50);
  });

  test('three collectors that start at once on an empty database bring it up to date once', async () => {
    const url = server.createDatabase();
    const opened = await Promise.all(Array.from({ length: 3 }, () => openPostgresStores({ url })));
    onTestFinished(async () => void (await Promise.all(opened.map((stores) => stores.close()))));
    const listed = await Promise.all(opened.map((stores) => stores.experiments.list('default')));
    expect(listed.map((experiments) => experiments.map(({ id }) => id))).toEqual([['0'], ['0'], ['0']]);
  });

  test('of three collectors on one database one has a lease', async () => {
    const url = server.createDatabase();
    const opened = await Promise.all(Array.from({ length: 3 }, () => openPostgresStores({ url })));
    onTestFinished(async () => void (await Promise.all(opened.map((stores) => stores.close()))));
    const ask = (round: number) =>
      Promise.all(opened.map(({ leases }, index) => leases.take('sweep', `${round}/${index}`, 3_600_000)));
    for (let round = 1; round <= 10; round++) {
      const terms = await ask(round);
      expect(terms.filter((term) => term !== undefined)).toEqual([round]);
      await opened[0]!.leases.release('sweep', `${round}/${terms.indexOf(round)}`);
    }
  });

  test('a server that is not there is said in a sentence, without the password', async () => {
    await expect(openPostgresStores({ url: 'postgres://me:secret@127.0.0.1:1/none' })).rejects.toMatchObject({
      name: 'StoreError',
      message: 'postgres://127.0.0.1:1/none cannot be opened: the database cannot be reached',
    });
  });
});
