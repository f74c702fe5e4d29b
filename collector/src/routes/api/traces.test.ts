import { gunzipSync } from 'node:zlib';
import type { Nanos, NanoUsd } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { MemorySpanStore } from '../../storage/spans/memory/memory-span-store.ts';
import { spanId, store, testSpan, traceId } from '../../testing/span.ts';
import { MemoryTraceNotes, testApp } from '../../testing/test-app.ts';

const seconds = (count: number) => (BigInt(count) * 1_000_000_000n) as Nanos;

test('the list is empty where nothing is stored', async () => {
  const res = await testApp().request('/api/v1/traces');
  expect(res.status).toBe(200);
  expect(await res.json()).toEqual({ items: [], nextCursor: null, total: 0, totalIsEstimate: false });
});

test('a trace is listed with what it took and cost', async () => {
  const spans = new MemorySpanStore();
  await store(
    spans,
    testSpan({ name: 'answer', kind: 'chain', startNs: seconds(1), endNs: seconds(3), statusCode: 1, service: 'bot' }),
    testSpan({
      spanId: spanId(2),
      parentSpanId: spanId(1),
      name: 'chat demo',
      kind: 'llm',
      startNs: seconds(1),
      endNs: seconds(2),
      model: 'demo',
      inputTokens: 10,
      outputTokens: 5,
      costNanoUsd: 2_000_000 as NanoUsd,
    }),
  );

  const res = await testApp({ api: { spans } }).request('/api/v1/traces');

  expect(await res.json()).toMatchObject({
    items: [
      {
        traceId: traceId(1),
        name: 'answer',
        startNs: '1000000000',
        durationMs: 2_000,
        status: 'ok',
        spanCount: 2,
        llmCount: 1,
        inputTokens: 10,
        outputTokens: 5,
        costUsd: 0.002,
        models: ['demo'],
        service: 'bot',
        experimentId: '0',
        sessionId: null,
        tags: {},
      },
    ],
    total: 1,
  });
});

test('pages follow one another by their cursors, newest first, each trace once', async () => {
  const spans = new MemorySpanStore();
  for (const second of [1, 2, 2, 4, 5].entries()) {
    await store(spans, testSpan({ traceId: traceId(second[0] + 1), startNs: seconds(second[1]), endNs: seconds(9) }));
  }
  const app = testApp({ api: { spans } });
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const res = await app.request(`/api/v1/traces?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
    const page = (await res.json()) as { items: { traceId: string }[]; nextCursor: string | null };
    seen.push(...page.items.map((item) => item.traceId));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual([traceId(5), traceId(4), traceId(3), traceId(2), traceId(1)]);
});

test('status, model, session and time narrow the list', async () => {
  const spans = new MemorySpanStore();
  await store(spans, testSpan({ traceId: traceId(1), statusCode: 2, startNs: seconds(1), endNs: seconds(2) }));
  await store(
    spans,
    testSpan({
      traceId: traceId(2),
      kind: 'llm',
      model: 'demo',
      startNs: seconds(5),
      endNs: seconds(6),
      sessionId: 's',
    }),
  );
  const app = testApp({ api: { spans } });
  const ids = async (query: string) => {
    const page = (await (await app.request(`/api/v1/traces?${query}`)).json()) as { items: { traceId: string }[] };
    return page.items.map((item) => item.traceId);
  };
  expect(await ids('status=error')).toEqual([traceId(1)]);
  expect(await ids('model=demo')).toEqual([traceId(2)]);
  expect(await ids('sessionId=s')).toEqual([traceId(2)]);
  expect(await ids('experimentId=7')).toEqual([]);
  expect(await ids('from=1000000000&to=5000000000')).toEqual([traceId(1)]);
});

test('a session that a client has given a trace is found as one that its spans tell', async () => {
  const spans = new MemorySpanStore();
  await store(spans, testSpan({ traceId: traceId(1), sessionId: '' }));
  const notes = new MemoryTraceNotes();
  notes.tracesSaid = async () => [{ traceId: traceId(1), value: 's' }];
  const app = testApp({ api: { spans, notes } });

  expect(await (await app.request('/api/v1/traces?sessionId=s')).json()).toMatchObject({ total: 1 });
  expect(await (await app.request('/api/v1/traces?sessionId=t')).json()).toMatchObject({ total: 0 });
});

test.each(['0', '1001', '99999', '1.5'])('a limit of %s is refused with the range that is allowed', async (limit) => {
  const res = await testApp().request(`/api/v1/traces?limit=${limit}`);
  expect(await res.json()).toMatchObject({ message: 'limit is a whole number from 1 to 1000' });
});

test('ids are found in upper case too', async () => {
  const spans = new MemorySpanStore();
  await store(spans, testSpan({ traceId: traceId(0xab), spanId: spanId(0xcd) }));
  const app = testApp({ api: { spans } });
  const path = `/api/v1/traces/${traceId(0xab).toUpperCase()}`;

  expect((await app.request(path)).status).toBe(200);
  expect((await app.request(`${path}/spans/${spanId(0xcd).toUpperCase()}`)).status).toBe(200);
});

test('a session is found by its whole id, however long', async () => {
  const spans = new MemorySpanStore();
  await store(spans, testSpan({ sessionId: 's'.repeat(256) }));

  const res = await testApp({ api: { spans } }).request(`/api/v1/traces?sessionId=${'s'.repeat(300)}`);

  expect(await res.json()).toMatchObject({ total: 1 });
});

test.each([
  ['limit=0', 'limit'],
  ['limit=1001', 'limit'],
  ['limit=ten', 'limit'],
  ['cursor=nonsense', 'cursor'],
  [`cursor=${Buffer.from(`99999999999999999999.${traceId(1)}`).toString('base64url')}`, 'cursor'],
  ['status=bad', 'status'],
  ['from=yesterday', 'from'],
  ['to=-1', 'to'],
  ['experimentId=a', 'experimentId'],
])('a query that makes no sense is refused by its name: %s', async (query, name) => {
  const res = await testApp().request(`/api/v1/traces?${query}`);
  expect(res.status).toBe(400);
  expect(await res.json()).toMatchObject({
    error_code: 'INVALID_PARAMETER_VALUE',
    message: expect.stringMatching(new RegExp(`^${name}\\b`)),
  });
});

test('a trace is told with its tags and feedback', async () => {
  const spans = new MemorySpanStore();
  await store(spans, testSpan({ name: 'answer' }));

  const res = await testApp({ api: { spans } }).request(`/api/v1/traces/${traceId(1)}`);

  expect(await res.json()).toMatchObject({ traceId: traceId(1), name: 'answer', tags: {}, feedback: [] });
});

test.each([
  ['', 'a', 400],
  ['', traceId(0), 400],
  ['', traceId(1).replace('1', 'A'), 404],
  ['', traceId(9), 404],
  ['/skeleton', 'a', 400],
  ['/skeleton', traceId(9), 404],
  ['/spans/a', traceId(9), 400],
  [`/spans/${spanId(9)}`, traceId(9), 404],
])('bad ids answer 400 and unknown ones 404: /:id%s of %s', async (path, id, status) => {
  const res = await testApp().request(`/api/v1/traces/${id}${path}`);
  expect(res.status).toBe(status);
  expect(await res.json()).toHaveProperty('error_code');
});

test('a large skeleton goes out as gzip to those who take it, and plain to others', async () => {
  const spans = new MemorySpanStore();
  await store(spans, ...Array.from({ length: 100 }, (_, i) => testSpan({ spanId: spanId(i + 1) })));
  const app = testApp({ api: { spans } });
  const path = `/api/v1/traces/${traceId(1)}/skeleton`;

  const zipped = await app.request(path, { headers: { 'accept-encoding': 'gzip, br' } });
  const plain = await app.request(path);

  expect(zipped.headers.get('content-encoding')).toBe('gzip');
  expect(zipped.headers.get('vary')).toMatch(/accept-encoding/i);
  const json = JSON.parse(gunzipSync(await zipped.arrayBuffer()).toString());
  expect(json).toMatchObject({ spanCount: 100 });
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await plain.json()).toEqual(json);
});

test('a small answer is not compressed', async () => {
  const res = await testApp().request('/api/v1/traces', { headers: { 'accept-encoding': 'gzip' } });
  expect(res.headers.get('content-encoding')).toBeNull();
  expect(await res.json()).toMatchObject({ items: [] });
});

test('one span is told by what unpacks it', async () => {
  const spans = new MemorySpanStore();
  await store(spans, testSpan({ name: 'chat demo' }));
  const spanDetail = (span: { record: { name: string } }) => ({ name: span.record.name }) as never;

  const res = await testApp({ api: { spans, spanDetail } }).request(`/api/v1/traces/${traceId(1)}/spans/${spanId(1)}`);

  expect(await res.json()).toEqual({ name: 'chat demo' });
});

test('a deleted trace is gone with its tags and feedback', async () => {
  const spans = new MemorySpanStore();
  await store(spans, testSpan({}));
  const app = testApp({ api: { spans } });
  const path = `/api/v1/traces/${traceId(1)}`;
  await app.request(`${path}/tags/a`, { method: 'PUT', body: '{"value":"b"}' });

  expect((await app.request(path, { method: 'DELETE' })).status).toBe(204);

  expect((await app.request(path)).status).toBe(404);
  expect((await app.request(path, { method: 'DELETE' })).status).toBe(404);
  await store(spans, testSpan({}));
  expect(await (await app.request(path)).json()).toMatchObject({ tags: {} });
});
