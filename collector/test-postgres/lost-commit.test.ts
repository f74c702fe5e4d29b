import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openPostgresStores } from '../src/storage/tracking/postgres/open-postgres-stores.ts';
import { openPostgres, type PostgresServer, postgresSource } from './postgres-server.test.support.ts';

const source = postgresSource();

describe.skipIf(source === undefined)('a connection that is cut during COMMIT', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await openPostgres(source!);
  });
  afterAll(() => server.stop());

  test.each([
    ['behind', 'is made, and who asked for it is told so'],
    ['before', 'is not made, and who asked for it may come again'],
  ] as const)('%s the server: what was to be made %s', async (where, _outcome) => {
    const line = await cuttingLine(server.createDatabase());
    const stores = await openPostgresStores({ url: line.url });
    onTestFinished(() => stores.close());
    const make = () => stores.experiments.create('default', { name: 'once' });
    line.cutCommits(where);

    const first = make();
    if (where === 'behind') await first;
    else await expect(first).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
    expect(line.cuts()).toBe(1);

    // Names are taken once: a second one would be refused, or would be another one's.
    if (where === 'before') await make();
    const names = (await stores.experiments.list('default')).map(({ name }) => name);
    expect(names.filter((name) => name === 'once')).toEqual(['once']);
  });

  test('all connections at once, each behind the server: all is made, and all who asked for it are told so', async () => {
    const line = await cuttingLine(server.createDatabase());
    const stores = await openPostgresStores({ url: line.url });
    onTestFinished(() => stores.close());
    await stores.experiments.list('default');
    line.cutCommits('behind', MANY);
    const names = Array.from({ length: MANY }, (_, number) => `run ${number}`);
    const run = { experimentId: '0', userId: 'ann', startMs: 0, tags: new Map<string, string>() };
    const made = await Promise.all(names.map((name) => stores.runs.create('default', { ...run, name })));
    expect(line.cuts()).toBe(MANY);
    const found = await Promise.all(made.map(({ id }) => stores.runs.get('default', id)));
    expect(found.map((each) => each?.name)).toEqual(names);
  });
});

/** More than a collector has connections. */
const MANY = 20;

/** A way to a server on which COMMITs are cut off: before they reach the server, or with their answers. */
async function cuttingLine(direct: string) {
  const { port } = new URL(direct);
  let cut: 'behind' | 'before' | undefined;
  let left = 0;
  let cuts = 0;
  const line = createServer((client) => {
    const upstream = connect(Number(port), '127.0.0.1');
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    let isCutting = false;
    client.on('data', (bytes) => {
      if (left > 0 && bytes.includes('commit')) {
        isCutting = true;
        cuts++;
        left--;
        if (cut === 'before') return end();
      }
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => (isCutting ? end() : client.write(bytes)));
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
  }).listen(0, '127.0.0.1');
  await once(line, 'listening');
  onTestFinished(() => void line.close());
  const url = new URL(direct);
  url.port = String((line.address() as AddressInfo).port);
  return {
    url: url.href,
    cutCommits: (where: 'behind' | 'before', times = 1) => {
      cut = where;
      left = times;
    },
    cuts: () => cuts,
  };
}
