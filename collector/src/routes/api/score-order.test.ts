import { expect, test } from 'vitest';
import { MemorySpanStore } from '../../storage/spans/memory/memory-span-store.ts';
import { spanId, store, testSpan, traceId } from '../../testing/span.ts';
import { testApp } from '../../testing/test-app.ts';

type App = ReturnType<typeof testApp>;

/** Traces 1 to 5, of which 1, 2 and 4 got a number, 3 a word, and 5 nothing under that name. */
async function judged(): Promise<App> {
  const spans = new MemorySpanStore();
  for (let at = 1; at <= 5; at++) {
    await store(spans, testSpan({ traceId: traceId(at), spanId: spanId(at), name: at === 2 ? 'other' : 'answer' }));
  }
  const app = testApp({ api: { spans } });
  const say = (at: number, name: string, value: unknown) =>
    app.request(`/api/v1/traces/${traceId(at)}/feedback`, { method: 'POST', body: JSON.stringify({ name, value }) });
  await say(1, 'good enough?', 0.25);
  await say(2, 'good enough?', true);
  await say(4, 'good enough?', 0.5);
  await say(4, 'good enough?', 1);
  await say(3, 'good enough?', 'well');
  await say(5, 'polite', 1);
  return app;
}

async function listed(app: App, query: Readonly<Record<string, string>>) {
  const res = await app.request(`/api/v1/traces?${new URLSearchParams(query)}`);
  return (await res.json()) as {
    readonly items: readonly { readonly traceId: string }[];
    readonly nextCursor: string | null;
    readonly total: number;
    readonly totalIsEstimate: boolean;
  };
}

const idsOf = (items: readonly { readonly traceId: string }[]) => items.map((item) => item.traceId);

test('traces stand in the order of what was said of them, either way, without those that nobody gave a number', async () => {
  const app = await judged();
  const best = await listed(app, { order: 'score.good enough?' });
  const worst = await listed(app, { order: '-score.good enough?' });

  expect(idsOf(best.items)).toEqual([traceId(2), traceId(4), traceId(1)]);
  expect(idsOf(worst.items)).toEqual([traceId(1), traceId(4), traceId(2)]);
  expect(best).toMatchObject({ nextCursor: null, total: 3, totalIsEstimate: false });
});

test('a filter takes some of them, and pages follow each other without a hole', async () => {
  const app = await judged();
  const query = { order: 'score.good enough?', filter: "name = 'answer'", limit: '1' };
  const first = await listed(app, query);
  const second = await listed(app, { ...query, cursor: first.nextCursor ?? '' });

  expect([first, second].map(({ items }) => idsOf(items))).toEqual([[traceId(4)], [traceId(1)]]);
  expect(second.nextCursor).toBeNull();
});

test('a cursor of another order is refused, and so is an order that names no score', async () => {
  const app = await judged();
  const { nextCursor } = await listed(app, { order: 'score.good enough?', limit: '1' });
  const other = await app.request(`/api/v1/traces?order=-score.good+enough%3F&cursor=${nextCursor}`);
  const nameless = await app.request('/api/v1/traces?order=score.');

  expect([other.status, nameless.status]).toEqual([400, 400]);
});
