import { expect, test } from 'vitest';
import { MemorySpanStore } from '../../storage/spans/memory/memory-span-store.ts';
import { store, testSpan, traceId } from '../../testing/span.ts';
import { testApp } from '../../testing/test-app.ts';

const trace = `/api/v1/traces/${traceId(1)}`;

async function appWithTrace() {
  const spans = new MemorySpanStore();
  await store(spans, testSpan({}));
  return testApp({ api: { spans } });
}

const put = (value: unknown) => ({ method: 'PUT', body: JSON.stringify({ value }) });

test('a tag is set, replaced and removed, and shows in the list', async () => {
  const app = await appWithTrace();
  const tags = async () =>
    ((await (await app.request('/api/v1/traces')).json()) as { items: { tags: unknown }[] }).items[0]?.tags;

  expect((await app.request(`${trace}/tags/team%2Fname`, put('a'))).status).toBe(204);
  expect(await tags()).toEqual({ 'team/name': 'a' });
  await app.request(`${trace}/tags/team%2Fname`, put('b'));
  expect(await tags()).toEqual({ 'team/name': 'b' });
  expect((await app.request(`${trace}/tags/team%2Fname`, { method: 'DELETE' })).status).toBe(204);
  expect(await tags()).toEqual({});
});

test('a tag that is not there, or of a trace that is not there, answers 404', async () => {
  const app = await appWithTrace();
  const other = `/api/v1/traces/${traceId(9)}`;
  expect((await app.request(`${trace}/tags/a`, { method: 'DELETE' })).status).toBe(404);
  expect((await app.request(`${other}/tags/a`, { method: 'DELETE' })).status).toBe(404);
  expect((await app.request(`${other}/tags/a`, put('b'))).status).toBe(404);
});

test.each([
  ['a', 1],
  ['a', undefined],
  ['a', 'x'.repeat(8_001)],
  ['k'.repeat(251), 'b'],
])('a tag that is no text or too long is refused', async (key, value) => {
  const res = await (await appWithTrace()).request(`${trace}/tags/${key}`, put(value));
  expect(res.status).toBe(400);
});
