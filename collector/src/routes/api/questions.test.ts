import type {
  AggregateAnswer,
  FacetsAnswer,
  FeedbackSummary,
  HistogramAnswer,
  Page,
  SessionSummary,
  SpanSummary,
} from '@tracewright/schema';
import { expect, test } from 'vitest';
import { sampleBatch, spanIdOf, traceIdOf } from '../../storage/spans/contract/sample-span.ts';
import { sampleTraces } from '../../storage/spans/contract/sample-traces.ts';
import { MemorySpanStore } from '../../storage/spans/memory/memory-span-store.ts';
import { testApp } from '../../testing/test-app.ts';

async function askable() {
  const spans = new MemorySpanStore();
  for (const trace of sampleTraces()) await spans.append([sampleBatch(trace)]);
  const app = testApp({ api: { spans } });
  const get = async <T>(path: string): Promise<T> => (await (await app.request(`/api/v1/${path}`)).json()) as T;
  return { app, get };
}

test('figures are asked for by filter, dimension and tag', async () => {
  const { app, get } = await askable();
  const put = { method: 'PUT', body: JSON.stringify({ value: 'live' }) };
  await app.request(`/api/v1/traces/${traceIdOf(1)}/tags/env`, put);
  const { by, groups } = await get<AggregateAnswer>('aggregates?filter=kind%3Dllm&by=tag:env,model&order=cost');
  expect(by).toEqual(['tag:env', 'model']);
  expect(groups.map(({ key, count }) => [...key, count])).toEqual([
    ['live', 'gpt-5', 1],
    [null, 'gpt-mini', 1],
    [null, 'gpt-5', 1],
  ]);
  const traces = await get<AggregateAnswer>('aggregates?of=traces&filter=tags.env%3Dlive');
  expect(traces.total.count).toBe(1);
});

test.each([
  ['aggregates?by=colour', 'by is of time, provider'],
  ['aggregates?by=time,model,name,kind', 'at most 3'],
  ['aggregates?of=traces&by=kind', 'only spans'],
  ['aggregates?zone=Moon', 'zone'],
  ['aggregates?order=size', 'order is one of'],
  ['facets?fields=colour', 'fields is of'],
  ['histogram?interval=2h', 'interval is one of'],
  ['sessions?cursor=x', 'cursor'],
  ['spans?cursor=x', 'cursor'],
  ['spans?filter=kind%3Ddog', 'kind is one of'],
])('%s is refused by its parameter', async (path, message) => {
  const { app } = await askable();
  const res = await app.request(`/api/v1/${path}`);
  expect(res.status).toBe(400);
  expect(((await res.json()) as { message: string }).message).toContain(message);
});

test('tags are a facet where they are asked for, each with its value', async () => {
  const { app, get } = await askable();
  for (const [trace, key, value] of [
    [1, 'env', 'live'],
    [2, 'env', 'live'],
    [2, 'team', 'red'],
  ] as const) {
    const put = { method: 'PUT', body: JSON.stringify({ value }) };
    await app.request(`/api/v1/traces/${traceIdOf(trace)}/tags/${key}`, put);
  }

  const { facets, isPartial } = await get<FacetsAnswer>('facets?fields=status,tags');

  expect(facets.map(({ field }) => field)).toEqual(['status', 'tags']);
  expect(facets[1]?.values).toEqual([
    { value: 'env=live', count: 2 },
    { value: 'team=red', count: 1 },
  ]);
  expect(isPartial).toBe(false);
  expect((await get<FacetsAnswer>('facets')).facets.some(({ field }) => field === 'tags')).toBe(false);
});

test('facets, histogram, sessions and spans take the same filters as the list', async () => {
  const { get } = await askable();
  const facets = await get<FacetsAnswer>('facets?fields=model&status=ok');
  expect(facets.facets[0]?.values.map(({ value }) => value)).toEqual(['gpt-5', 'gpt-mini']);
  expect(await get<HistogramAnswer>('histogram?model=gpt-5')).toMatchObject({ total: 2 });
  expect((await get<Page<SessionSummary>>('sessions?filter=user%3Dbob')).items).toMatchObject([
    { sessionId: 's1', traceCount: 1 },
  ]);
  const first = await get<Page<SpanSummary>>('spans?filter=kind%3Dtool&limit=1');
  expect(first).toMatchObject({ items: [{ spanId: spanIdOf(2), status: 'unset' }], total: 2, totalIsEstimate: false });
  const second = await get<Page<SpanSummary>>(`spans?filter=kind%3Dtool&limit=1&cursor=${first.nextCursor}`);
  expect(second).toMatchObject({ items: [{ traceId: traceIdOf(2) }], nextCursor: null });
});

test('feedback is summed up by its name, and filters', async () => {
  const { app, get } = await askable();
  for (const [trace, value] of [
    [1, 1],
    [2, 0.5],
    [3, true],
  ] as const) {
    const body = JSON.stringify({ name: 'score', value, source: { kind: 'judge' } });
    await app.request(`/api/v1/traces/${traceIdOf(trace)}/feedback`, { method: 'POST', body });
  }
  expect((await get<Page<FeedbackSummary>>('feedback-summary?status=ok')).items).toEqual([
    {
      name: 'score',
      count: 2,
      traceCount: 2,
      bySource: { human: 0, judge: 2, code: 0 },
      mean: 0.75,
      quantiles: { p50: 0.5, p95: 1, p99: 1 },
      values: [
        { value: 1, count: 1 },
        { value: 0.5, count: 1 },
      ],
    },
  ]);
  const found = await get<Page<{ traceId: string }>>('traces?filter=feedback.score%20%3C%201');
  expect(found.items.map(({ traceId }) => traceId)).toEqual([traceIdOf(2)]);
});

test('a list in another order goes on where its page ended', async () => {
  const { app, get } = await askable();
  const first = await get<Page<{ traceId: string }>>('traces?order=duration&limit=2');
  const second = await get<Page<{ traceId: string }>>(`traces?order=duration&limit=2&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items].map(({ traceId }) => traceId)).toEqual([2, 1, 4, 3].map(traceIdOf));
  expect((await app.request(`/api/v1/traces?order=cost&cursor=${first.nextCursor}`)).status).toBe(400);
});
