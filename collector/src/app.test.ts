import { expect, test } from 'vitest';
import { MemorySpanStore } from './storage/spans/memory/memory-span-store.ts';
import { authorizeKey } from './testing/stand-in-authorize.ts';
import { testApp } from './testing/test-app.ts';

test('MLflow’s clients learn the version they know, ours learn both', async () => {
  const app = testApp();
  expect(await (await app.request('/version')).text()).toBe('3.17.2');
  expect(await (await app.request('/api/v1/version')).json()).toEqual({ version: '1.2.3', mlflow: '3.17.2' });
});

test.each(['/nothing', '/api/v1/nothing', '/api/v1/traces/a/b/c', '/traces/a/b', '/assets/none.js', '/index.php'])(
  'an unknown path answers 404 in JSON, also to a browser: %s',
  async (path) => {
    const res = await testApp().request(path, { headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate' } });
    expect(res.status).toBe(404);
    expect(res.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await res.json()).toEqual({ error_code: 'ENDPOINT_NOT_FOUND', message: `there is nothing at GET ${path}` });
  },
);

test('a path that takes other methods says which', async () => {
  const res = await testApp().request('/api/v1/traces', { method: 'PATCH' });
  expect(res.status).toBe(405);
  expect(res.headers.get('allow')).toContain('GET');
  expect(await res.json()).toMatchObject({ error_code: 'METHOD_NOT_ALLOWED' });
});

test('writing to an unknown path answers 404, not 405', async () => {
  expect((await testApp().request('/nothing', { method: 'POST' })).status).toBe(404);
});

test('a bug is reported with its request, and the client learns nothing of it', async () => {
  const spans = new MemorySpanStore();
  const failure = new Error('secret detail');
  spans.listTraces = () => Promise.reject(failure);
  const reported: unknown[] = [];

  const app = testApp({ api: { spans }, reportError: (error, request) => reported.push(error, request) });
  const res = await app.request('/api/v1/traces?model=m');

  expect(res.status).toBe(500);
  expect(await res.json()).toEqual({ error_code: 'INTERNAL_ERROR', message: 'internal error' });
  expect(reported).toEqual([failure, 'GET /api/v1/traces']);
});

test('every answer forbids guessing, framing and referrers, errors included', async () => {
  for (const path of ['/health', '/api/v1/traces', '/nothing', '/traces']) {
    const { headers } = await testApp().request(path);
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('content-security-policy'), path).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('referrer-policy'), path).toBe('no-referrer');
  }
});

test('answers of the API are not kept in caches', async () => {
  expect((await testApp().request('/api/v1/traces')).headers.get('cache-control')).toBe('no-store');
});

const SPAN = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  name: 'chat demo',
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000001500000000',
};

test('a span that was sent can be read', async () => {
  const app = testApp();
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [SPAN] }] }] });
  const headers = { 'content-type': 'application/json' };

  expect((await app.request('/v1/traces', { method: 'POST', headers, body })).status).toBe(200);

  const list = await (await app.request('/api/v1/traces')).json();
  expect(list).toMatchObject({ items: [{ traceId: SPAN.traceId, name: 'chat demo', durationMs: 1_500 }] });
});

test('under /v1 every failure is a google.rpc.Status in the request’s encoding', async () => {
  const app = testApp({ border: { authorize: authorizeKey('s3cret') } });
  const json = { 'content-type': 'application/json' };
  const key = { authorization: 'Bearer s3cret' };

  const unauthenticated = await app.request('/v1/traces', { method: 'POST', headers: json });
  const unknown = await app.request('/v1/nothing', { method: 'POST', headers: { ...json, ...key } });
  const wrongMethod = await app.request('/v1/traces', { headers: { ...json, ...key } });
  const binary = await app.request('/v1/traces', {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
  });

  expect(unauthenticated.status).toBe(401);
  expect(await unauthenticated.json()).toEqual({ code: 16, message: expect.stringContaining('key') });
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ code: 5 });
  expect(wrongMethod.status).toBe(405);
  expect(binary.headers.get('content-type')).toBe('application/x-protobuf');
  expect(new Uint8Array(await binary.arrayBuffer()).slice(0, 2)).toEqual(new Uint8Array([8, 16]));
});
