import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { diag } from '@opentelemetry/api';
import { expect, onTestFinished, test, vi } from 'vitest';
import { PayloadOutbox } from './payload-outbox.ts';

const TRACE_ID = 'a'.repeat(32);

/** A collector that answers the nth request with the nth status, then with 200. */
async function collector(statuses: readonly number[] = [], maxWaitingBytes?: number) {
  const requests: { method: string | undefined; path: string | undefined; key: string | undefined; body: string }[] =
    [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const status = statuses[requests.length] ?? 200;
    const { method, url: path, headers } = request;
    requests.push({ method, path, key: headers.authorization, body });
    response.writeHead(status).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const collectorUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const outbox = new PayloadOutbox({ collectorUrl, headers: { authorization: 'Bearer k' } }, maxWaitingBytes);
  onTestFinished(() => outbox.close());
  return { requests, outbox };
}

function warnings(): () => number {
  const warn = vi.spyOn(diag, 'warn').mockImplementation(() => {});
  onTestFinished(() => warn.mockRestore());
  return () => warn.mock.calls.length;
}

test('a content is put under its hash, once for each trace that has it', async () => {
  const { requests, outbox } = await collector();
  const json = '"ü long"';
  const sha256 = createHash('sha256').update(json).digest('hex');
  for (let times = 0; times < 2; times++) {
    expect(outbox.keep({ traceId: TRACE_ID, json })).toBe(`tracewright:blob:${sha256}`);
  }
  await outbox.flush();
  expect(requests).toEqual([
    { method: 'PUT', path: `/api/v1/blobs/${sha256}?trace=${TRACE_ID}`, key: 'Bearer k', body: json },
  ]);
});

test('what is not taken now is sent with the next flush, what is refused is not', async () => {
  const told = warnings();
  const { requests, outbox } = await collector([503, 413]);
  outbox.keep({ traceId: TRACE_ID, json: '1' });
  await outbox.flush();
  expect([requests.length, told()]).toEqual([1, 0]);
  outbox.keep({ traceId: TRACE_ID, json: '2' });
  await outbox.flush();
  expect(requests.map(({ body }) => body)).toEqual(['1', '1', '2']);
  expect(told()).toBe(1);
  await outbox.flush();
  expect(requests).toHaveLength(3);
});

test('no more wait than there is room for, and what waits at the end is given up', async () => {
  const told = warnings();
  const { requests, outbox } = await collector([], 16);
  const kept = ['12345678', 'abcdefgh', 'z'].map((json) => outbox.keep({ traceId: TRACE_ID, json }));
  expect(kept.map((place) => place !== undefined)).toEqual([true, true, false]);
  expect(told()).toBe(1);
  outbox.close();
  await outbox.flush();
  expect(requests).toEqual([]);
});
