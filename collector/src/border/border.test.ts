import { expect, test } from 'vitest';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import { store, testSpan, traceId } from '../testing/span.ts';
import { authorizeKey } from '../testing/stand-in-authorize.ts';
import { testApp } from '../testing/test-app.ts';

const LIST = '/api/v1/traces';
const get = (headers: Record<string, string>) => ({ headers: { host: 'localhost:4318', ...headers } });

test('a rebound name is refused wherever something could be read or written', async () => {
  const app = testApp();
  const foreign = { host: 'rebound.example:4318' };
  for (const path of ['/', '/traces', LIST, '/version', '/v1/traces', '/assets/x.js', '/nothing']) {
    expect((await app.request(path, { headers: foreign })).status, path).toBe(403);
  }
  const res = await app.request(LIST, { headers: foreign });
  expect(await res.json()).toMatchObject({
    error_code: 'PERMISSION_DENIED',
    message: expect.stringContaining('TRACEWRIGHT_ALLOWED_HOSTS'),
  });
});

test('whether the process lives is told to anybody, by any name and without a key', async () => {
  const app = testApp({ border: { authorize: authorizeKey('s3cret') } });
  const res = await app.request('/health', { headers: { host: '10.0.0.7:4318' } });
  expect(res.status).toBe(200);
  expect(await res.text()).toBe('OK');
});

test.each([
  ['https://evil.example'],
  ['http://localhost:3000'],
  ['http://localhost'],
  ['null'],
  [''],
  ['http://localhost:4318.evil.example'],
])('a page of another origin may neither read nor write: %s', async (origin) => {
  const spans = new MemorySpanStore();
  await store(spans, testSpan({}));
  const app = testApp({ api: { spans } });
  const trace = `${LIST}/${traceId(1)}`;
  const body = '{"name":"a","value":1}';
  const text = { origin, 'content-type': 'text/plain' };

  expect((await app.request(LIST, get({ origin }))).status).toBe(403);
  expect((await app.request(`${trace}/feedback`, { ...get(text), method: 'POST', body })).status).toBe(403);
  expect((await app.request(trace, { ...get({ origin }), method: 'DELETE' })).status).toBe(403);
  expect((await app.request('/v1/traces', { ...get(text), method: 'POST', body: '{}' })).status).toBe(403);
  expect(await spans.getTrace('default', traceId(1))).toBeDefined();
});

test('our own pages may read and write, also behind a proxy that ends TLS', async () => {
  const app = testApp();
  expect((await app.request(LIST, get({ origin: 'http://localhost:4318' }))).status).toBe(200);
  expect((await app.request(LIST, get({ origin: 'https://localhost:4318' }))).status).toBe(200);
  expect((await app.request(LIST, get({ 'sec-fetch-site': 'same-origin' }))).status).toBe(200);
});

test('a browser that says it comes from another site is refused without an origin too', async () => {
  const app = testApp();
  const script = { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' };
  const frame = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' };
  for (const site of ['cross-site', 'same-site']) {
    expect((await app.request(LIST, get({ 'sec-fetch-site': site, ...script }))).status).toBe(403);
    expect((await app.request('/traces', get({ 'sec-fetch-site': site, ...frame }))).status).toBe(403);
  }
});

test('a link from another site may be followed', async () => {
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  expect((await testApp().request('/traces', get(link))).status).not.toBe(403);
});

test('a configured origin may ask first, without a key, and then read', async () => {
  const origin = 'https://app.example';
  const app = testApp({ border: { allowedOrigins: [origin], authorize: authorizeKey('s3cret') } });

  const preflight = await app.request(LIST, {
    ...get({ origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' }),
    method: 'OPTIONS',
  });
  const answer = await app.request(LIST, get({ origin, authorization: 'Bearer s3cret' }));

  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
  expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
});

test('a page of another origin gets no answer to its preflight', async () => {
  const app = testApp({ border: { allowedOrigins: ['https://app.example'] } });
  const res = await app.request(LIST, { ...get({ origin: 'https://evil.example' }), method: 'OPTIONS' });
  expect(res.status).toBe(403);
  expect(res.headers.get('access-control-allow-origin')).toBeNull();
});

test('where there is a key, everything else asks for it, pages by the browser’s dialogue', async () => {
  const app = testApp({ border: { authorize: authorizeKey('s3cret') } });
  for (const path of ['/', LIST, '/version', '/nothing']) {
    const res = await app.request(path);
    expect(res.status, path).toBe(401);
    expect(res.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
  }
  expect((await app.request(LIST, { headers: { authorization: 'Bearer s3cret' } })).status).toBe(200);
});

test('who may only read may not write', async () => {
  const authorize = async () => ({ workspaceId: 'default', subject: 'reader', scopes: ['read'], via: 'key' }) as const;
  const app = testApp({ border: { authorize } });
  expect((await app.request(LIST)).status).toBe(200);
  expect((await app.request(`${LIST}/${traceId(1)}`, { method: 'DELETE' })).status).toBe(403);
  expect((await app.request('/v1/traces', { method: 'POST' })).status).toBe(403);
});

test('nobody sees what is kept in another workspace', async () => {
  const spans = new MemorySpanStore();
  await store(spans, testSpan({}));
  const authorize = async () =>
    ({ workspaceId: 'other', subject: 'x', scopes: ['read', 'write'], via: 'key' }) as const;
  const app = testApp({ border: { authorize }, api: { spans } });
  expect(await (await app.request(LIST)).json()).toMatchObject({ items: [], total: 0 });
  expect((await app.request(`${LIST}/${traceId(1)}`, { method: 'DELETE' })).status).toBe(404);
  expect(await spans.getTrace('default', traceId(1))).toBeDefined();
});
