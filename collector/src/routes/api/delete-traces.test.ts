import type { Page, TraceSummary } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { MemorySpanStore } from '../../storage/spans/memory/memory-span-store.ts';
import { spanId, store, testSpan, traceId } from '../../testing/span.ts';
import { testApp } from '../../testing/test-app.ts';

/** Three traces: two of ann, one of bob. */
async function filled() {
  const spans = new MemorySpanStore();
  for (const [index, userId] of ['ann', 'bob', 'ann'].entries()) {
    await store(spans, testSpan({ traceId: traceId(index + 1), spanId: spanId(1), userId }));
  }
  const app = testApp({ api: { spans } });
  const post = async (query: string) => {
    const res = await app.request(`/api/v1/traces/delete?${query}`, { method: 'POST' });
    return [res.status, await res.json()];
  };
  const left = async () => ((await (await app.request('/api/v1/traces')).json()) as Page<TraceSummary>).total;
  return { app, post, left };
}

test('a dry run says how many traces would go, and leaves them', async () => {
  const { post, left } = await filled();
  expect(await post('filter=user%3Dann&dryRun=1')).toEqual([200, { count: 2, isDryRun: true }]);
  expect(await left()).toBe(3);
});

test('the traces of a filter go with their feedback, the others stay', async () => {
  const { app, post, left } = await filled();
  const judged = { method: 'POST', body: JSON.stringify({ name: 'good', value: true }) };
  await app.request(`/api/v1/traces/${traceId(1)}/feedback`, judged);
  await app.request(`/api/v1/traces/${traceId(2)}/feedback`, judged);
  expect(await post('filter=user%3Dann')).toEqual([200, { count: 2, isDryRun: false }]);
  expect(await left()).toBe(1);
  expect(await (await app.request('/api/v1/feedback-summary')).json()).toMatchObject({ items: [{ count: 1 }] });
  expect(await post('filter=user%3Dann')).toEqual([200, { count: 0, isDryRun: false }]);
});

test.each(['', 'filter=', 'filter=%20&dryRun=1'])('without any condition nothing goes: %s', async (query) => {
  const { post, left } = await filled();
  expect(await post(query)).toEqual([
    400,
    { error_code: 'INVALID_PARAMETER_VALUE', message: 'filter: say which traces are to be deleted' },
  ]);
  expect(await left()).toBe(3);
});
