import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { diag } from '@opentelemetry/api';
import { expect, onTestFinished, test, vi } from 'vitest';
import { activeTracing } from '../active-tracing.ts';
import { trace } from '../steps/trace.ts';
import { traceInMemory } from '../testing/traced-app.test.support.ts';
import { feedback, score } from './feedback.ts';

const TRACE_ID = 'a'.repeat(32);

/** A collector that answers the nth request with the nth status, then with 201. */
async function collector(...statuses: readonly number[]) {
  const requests: { path: string | undefined; headers: IncomingHttpHeaders; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const status = statuses[requests.length] ?? 201;
    requests.push({ path: request.url, headers: request.headers, body: JSON.parse(text) });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ id: 'f1' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('a judgement about a span of any trace is stored', async () => {
  const { requests, url } = await collector();
  traceInMemory({}, url);
  const judgement = { name: 'helpful', value: true, rationale: 'short', spanId: 'b'.repeat(16) };

  const stored = await feedback({ ...judgement, traceId: TRACE_ID, source: { kind: 'judge', id: 'demo-large' } });

  expect(stored).toEqual({ id: 'f1' });
  expect(requests).toMatchObject([
    {
      path: `/api/v1/traces/${TRACE_ID}/feedback`,
      headers: { authorization: 'Bearer k', 'content-type': 'application/json' },
      body: { ...judgement, source: { kind: 'judge', id: 'demo-large' } },
    },
  ]);
  expect(requests[0]?.body).not.toHaveProperty('traceId');
});

test('a score is about the trace that it is given in, and comes from code', async () => {
  const { requests, url } = await collector();
  const { ended } = traceInMemory({}, url);
  await trace('work', () => score('relevance', 0.9));
  expect(requests[0]).toMatchObject({
    path: `/api/v1/traces/${ended()[0]?.traceId}/feedback`,
    body: { name: 'relevance', value: 0.9, source: { kind: 'code' } },
  });
});

test('a judgement about a trace that has not arrived is sent again at the next flush', async () => {
  const { requests, url } = await collector(404, 503);
  traceInMemory({}, url);
  expect(await score('early', 1, { traceId: TRACE_ID })).toBeUndefined();
  await activeTracing()?.feedback.flush();
  await activeTracing()?.feedback.flush();
  await activeTracing()?.feedback.flush();
  expect(requests).toHaveLength(3);
});

test('one that is refused is reported and not sent again', async () => {
  const warn = vi.spyOn(diag, 'warn').mockImplementation(() => {});
  onTestFinished(() => warn.mockRestore());
  const { requests, url } = await collector(400);
  traceInMemory({}, url);
  expect(await score('', 1, { traceId: TRACE_ID })).toBeUndefined();
  await activeTracing()?.feedback.flush();
  expect(requests).toHaveLength(1);
  expect(warn).toHaveBeenCalledTimes(1);
});

test('nothing is sent without a trace or without autolog(), and nobody waits or fails', async () => {
  expect(await score('a', 1, { traceId: TRACE_ID })).toBeUndefined();
  const { requests, url } = await collector();
  traceInMemory({}, url);
  expect(await score('a', 1)).toBeUndefined();
  expect(requests).toEqual([]);
});

test('a collector that is not there is no failure of the app', async () => {
  traceInMemory();
  expect(await score('a', 1, { traceId: TRACE_ID })).toBeUndefined();
});
