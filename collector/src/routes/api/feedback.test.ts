import { expect, test } from 'vitest';
import { MemorySpanStore } from '../../storage/spans/memory/memory-span-store.ts';
import { spanId, store, testSpan, traceId } from '../../testing/span.ts';
import { testApp } from '../../testing/test-app.ts';

const path = `/api/v1/traces/${traceId(1)}/feedback`;

async function appWithTrace() {
  const spans = new MemorySpanStore();
  await store(spans, testSpan({}));
  return testApp({ api: { spans } });
}

const post = (body: unknown) => ({ method: 'POST', body: JSON.stringify(body) });

test('feedback is stored, answered, listed and told with its trace', async () => {
  const app = await appWithTrace();
  const expected = {
    id: 'id-1',
    traceId: traceId(1),
    spanId: spanId(1),
    name: 'helpful',
    value: true,
    rationale: 'short and right',
    source: { kind: 'judge', id: 'demo-large' },
    createdNs: '1700000000000000000',
    updatedNs: '1700000000000000000',
  };
  const { name, value, rationale, source } = expected;

  const res = await app.request(path, post({ name, value, rationale, source, spanId: spanId(1) }));

  expect(res.status).toBe(201);
  expect(await res.json()).toEqual(expected);
  const page = { items: [expected], nextCursor: null, total: 1, totalIsEstimate: false };
  expect(await (await app.request(path)).json()).toEqual(page);
  const scores = [{ name: 'helpful', value: true, count: 1 }];
  const detail = await (await app.request(`/api/v1/traces/${traceId(1)}`)).json();
  expect(detail).toMatchObject({ feedback: [expected], scores });
  expect(await (await app.request('/api/v1/traces')).json()).toMatchObject({ items: [{ scores }] });
});

test('without a source it is the word of whoever sent it, about the whole trace', async () => {
  const res = await (await appWithTrace()).request(path, post({ name: 'score', value: 0.5 }));
  expect(await res.json()).toMatchObject({
    spanId: null,
    rationale: null,
    source: { kind: 'human', id: 'anonymous' },
  });
});

test.each([
  [{ value: 1 }, 'name'],
  [{ name: '', value: 1 }, 'name'],
  [{ name: 'a' }, 'value'],
  [{ name: 'a', value: null }, 'value'],
  [{ name: 'a', value: { b: 1 } }, 'value'],
  [{ name: 'a', value: 1, source: { kind: 'robot', id: 'x' } }, 'source.kind'],
  [{ name: 'a', value: 1, spanId: 'x' }, 'span id'],
  [[], ''],
])('feedback that makes no sense is refused by the field: %j', async (body, field) => {
  const app = await appWithTrace();
  const res = await app.request(path, post(body));
  expect(res.status).toBe(400);
  const error = (await res.json()) as { error_code: string; message: string };
  expect(error.error_code).toBe('INVALID_PARAMETER_VALUE');
  expect(error.message).toContain(field);
  expect(await (await app.request(path)).json()).toMatchObject({ items: [] });
});

test('a body that is no JSON is refused', async () => {
  const res = await (await appWithTrace()).request(path, { method: 'POST', body: '{"name":' });
  expect(res.status).toBe(400);
  expect(await res.json()).toMatchObject({ error_code: 'MALFORMED_REQUEST' });
});

test('a body beyond the limit is refused, announced or not', async () => {
  const app = await appWithTrace();
  const body = JSON.stringify({ name: 'a', value: 1, rationale: 'x'.repeat(1_100_000) });
  const announced = await app.request(path, {
    method: 'POST',
    body,
    headers: { 'content-length': String(body.length) },
  });
  const unannounced = await app.request(path, { method: 'POST', body });
  expect(announced.status).toBe(413);
  expect(unannounced.status).toBe(413);
  expect(await unannounced.json()).toMatchObject({ error_code: 'PAYLOAD_TOO_LARGE' });
});

test('feedback about a trace or span that is not there answers 404', async () => {
  const app = await appWithTrace();
  const unknownTrace = await app.request(`/api/v1/traces/${traceId(9)}/feedback`, post({ name: 'a', value: 1 }));
  const unknownSpan = await app.request(path, post({ name: 'a', value: 1, spanId: spanId(9) }));
  expect([unknownTrace.status, unknownSpan.status]).toEqual([404, 404]);
});

test('feedback is edited in part and taken back; another trace cannot reach it', async () => {
  const app = await appWithTrace();
  await app.request(path, post({ name: 'score', value: 0.5, rationale: 'so so' }));
  const patch = (body: unknown) => ({ method: 'PATCH', body: JSON.stringify(body) });

  const edited = await app.request(`${path}/id-1`, patch({ value: 1 }));
  expect(await edited.json()).toMatchObject({ id: 'id-1', value: 1, rationale: 'so so' });
  const cleared = await app.request(`${path}/id-1`, patch({ rationale: null }));
  expect(await cleared.json()).toMatchObject({ value: 1, rationale: null });
  const elsewhere = `/api/v1/traces/${traceId(2)}/feedback/id-1`;
  expect((await app.request(elsewhere, patch({ value: 2 }))).status).toBe(404);
  expect((await app.request(elsewhere, { method: 'DELETE' })).status).toBe(404);

  expect((await app.request(`${path}/id-1`, { method: 'DELETE' })).status).toBe(204);
  expect((await app.request(`${path}/id-1`, { method: 'DELETE' })).status).toBe(404);
  expect(await (await app.request(path)).json()).toMatchObject({ items: [] });
});
