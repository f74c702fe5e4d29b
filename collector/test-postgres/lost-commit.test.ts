import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openPostgresStores } from '../src/storage/tracking/postgres/open-postgres-stores.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from './postgres-server.test.support.ts';

const programs = postgresPrograms();

describe.skipIf(programs === undefined)('a connection that is cut during COMMIT', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(programs!);
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
    line.cutCommit(where);

    const first = make();
    if (where === 'behind') await first;
    else await expect(first).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
    expect(line.cuts()).toBe(1);

    // Names are taken once: a second one would be refused, or would be another one's.
    if (where === 'before') await make();
    const names = (await stores.experiments.list('default')).map(({ name }) => name);
    expect(names.filter((name) => name === 'once')).toEqual(['once']);
  });
});

/** A way to a server on which one COMMIT is cut off: before it reaches the server, or with its answer. */
async function cuttingLine(direct: string) {
  const { port } = new URL(direct);
  let cut: 'behind' | 'before' | undefined;
  let cuts = 0;
  const line = createServer((client) => {
    const upstream = connect(Number(port), '127.0.0.1');
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    let isCutting = false;
    client.on('data', (bytes) => {
      if (cut !== undefined && bytes.includes('commit')) {
        isCutting = true;
        cuts++;
        const place = cut;
        cut = undefined;
        if (place === 'before') return end();
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
    cutCommit: (where: 'behind' | 'before') => {
      cut = where;
    },
    cuts: () => cuts,
  };
}
