import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { startCollector } from '../src/start-collector.ts';
import { emptyFolder } from '../src/testing/empty-folder.ts';
import { brokenNetwork } from './broken-network.test.support.ts';
import { type ClickHouseServer, openClickHouseServer } from './clickhouse-server.test.support.ts';

let server: ClickHouseServer;
beforeAll(async () => {
  server = await openClickHouseServer();
});
afterAll(() => server.stop());

const SPAN = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  name: 'ask',
  startTimeUnixNano: '1767225600000000000',
  endTimeUnixNano: '1767225601000000000',
};

test('a collector whose server is away turns senders away until it is back, and keeps what it has confirmed', async () => {
  const network = await brokenNetwork(server.url);
  onTestFinished(() => network.close());
  const settings = {
    PORT: '0',
    TRACEWRIGHT_DATA: emptyFolder(),
    TRACEWRIGHT_SPANS_URL: network.through(server.newDatabase()),
  };
  const start = async () => {
    const collector = await startCollector(readConfig(settings, []), () => {});
    onTestFinished(() => collector.close());
    return collector;
  };
  const send = (url: string, spanId: string) =>
    fetch(`${url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ ...SPAN, spanId }] }] }] }),
    });
  const first = await start();
  expect((await send(first.url, SPAN.spanId)).status).toBe(200);

  network.isDown = true;
  const refused = await send(first.url, 'eee19b7ec3c1b175');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  expect((await fetch(`${first.url}/api/v1/traces`)).status).toBe(503);

  network.isDown = false;
  expect((await send(first.url, 'eee19b7ec3c1b175')).status).toBe(200);
  await first.close();

  const second = await start();
  const trace = await fetch(`${second.url}/api/v1/traces/${SPAN.traceId}`);
  expect(await trace.json()).toMatchObject({ traceId: SPAN.traceId, spanCount: 2 });
});
