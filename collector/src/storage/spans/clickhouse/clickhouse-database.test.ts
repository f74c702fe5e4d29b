import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { forAsker as forAskerOf } from '../../../asker.ts';
import { ClickHouseDatabase, forAsker, forEverybody } from './clickhouse-database.ts';

/** A server that takes questions and never answers. */
async function silentServer() {
  const asked: URL[] = [];
  const server = createServer(({ url = '' }) => asked.push(new URL(url, 'http://localhost')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const location = { url: `http://127.0.0.1:${port}`, username: 'u', password: '', database: 'd', cluster: undefined };
  return { asked, server, database: new ClickHouseDatabase(location) };
}

test('a question that nobody waits for any more is cancelled, and not asked again', async () => {
  const { asked, server, database } = await silentServer();
  const asker = new AbortController();
  const arrived = once(server, 'request');

  const answer = forAskerOf(
    () => asker.signal,
    () => forAsker(() => database.read('SELECT sleep(3)')),
  );
  const refused = expect(answer).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
  const [, response] = (await arrived) as [unknown, ServerResponse];
  const closed = once(response, 'close');
  asker.abort();

  await refused;
  // The server sees it, and cancels what it does.
  await closed;
  expect(asked.map(({ searchParams }) => searchParams.get('cancel_http_readonly_queries_on_client_close'))).toEqual([
    '1',
  ]);
  await database.close();
  server.close();
});

test('what others will have the use of goes on when whoever began it has gone', async () => {
  const { server, database } = await silentServer();
  server.removeAllListeners('request');
  server.on('request', (_, response) => response.end());
  const gone = AbortSignal.abort();

  const rows = await forAskerOf(
    () => gone,
    () => forAsker(() => forEverybody(() => database.rows('SELECT 1'))),
  );

  expect(rows).toEqual([]);
  await database.close();
  server.close();
});
