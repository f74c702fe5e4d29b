import { expect, test } from 'vitest';
import { MemorySpanStore } from './storage/spans/memory/memory-span-store.ts';
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
