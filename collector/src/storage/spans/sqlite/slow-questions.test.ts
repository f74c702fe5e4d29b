import { join } from 'node:path';
import type { Nanos } from '@tracewright/schema';
import { expect, onTestFinished, test, vi } from 'vitest';
import { forAsker } from '../../../asker.ts';
import { parseFilter } from '../../../filter/parse-filter.ts';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import { sentSpan } from '../contract/sent-span.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

/** A store that pauses after each trace it has looked at, with so many of them: every other one is red. */
async function impatientStore(count: number) {
  const store = openSqliteSpanStore({ file: join(emptyFolder(), 'spans.db'), patienceMs: Number.NEGATIVE_INFINITY });
  onTestFinished(() => store.close());
  const spans = Array.from({ length: count }, (_, index) =>
    sampleSpan({
      traceId: traceIdOf(index + 1),
      spanId: spanIdOf(1),
      startNs: (NEW_YEAR + BigInt(index)) as Nanos,
      name: index < 3 ? 'early' : 'late',
      sessionId: 's',
      payload: sentSpan('step', { color: index % 2 === 0 ? 'red' : 'blue' }),
    }),
  );
  await store.append([sampleBatch(spans)]);
  return store;
}

const asked = (of: 'trace' | 'span') => ({
  workspaceId: 'default',
  filter: parseFilter('attributes.color = red', of, NEW_YEAR),
});
const grouped = {
  by: ['name' as const],
  interval: 'auto' as const,
  zone: 'UTC',
  attribution: false,
  order: 'count' as const,
};

test('what only single spans can tell is found to the end, and others are answered meanwhile', async () => {
  const store = await impatientStore(9);
  const answered: string[] = [];
  const slow = [
    store.aggregate({ ...asked('span'), of: 'spans', ...grouped, limit: 5 }),
    store.aggregate({ ...asked('trace'), of: 'traces', ...grouped, limit: 5 }),
    store.facets({ ...asked('trace'), fields: ['name'], limit: 5 }),
    store.histogram({ ...asked('trace'), interval: '1d', zone: 'UTC' }),
    store.sessions({ ...asked('trace'), limit: 5 }),
    store.listSpans({ ...asked('span'), limit: 3 }),
  ].map((answer) => answer.finally(() => answered.push('slow')));
  await store.getTrace('default', traceIdOf(1));
  answered.push('quick');
  const [spans, traces, facets, histogram, sessions, list] = await Promise.all(slow);
  expect(answered).toEqual(['quick', ...slow.map(() => 'slow')]);
  for (const answer of [spans, traces]) {
    expect(answer).toMatchObject({
      groups: [
        { key: ['late'], count: 3 },
        { key: ['early'], count: 2 },
      ],
      total: { count: 5 },
    });
    expect(answer).not.toHaveProperty('isPartial');
  }
  expect(facets).toMatchObject({ counted: 5, isPartial: false });
  expect(histogram).toMatchObject({ total: 5 });
  expect(sessions).toMatchObject({ items: [{ traceCount: 5 }], totalIsEstimate: false });
  expect(list).toMatchObject({ total: 5, hasMore: true, isTotalEstimate: false });
});

test('what takes too long is given up, and says so', async () => {
  const store = await impatientStore(200);
  const spans = await store.aggregate({ ...asked('span'), of: 'spans', ...grouped, limit: 5 });
  expect(spans).toMatchObject({ isPartial: true, total: { count: 75 } });
  expect(await store.histogram({ ...asked('trace'), interval: '1d', zone: 'UTC' })).toMatchObject({
    isPartial: true,
    total: 75,
  });
  expect(await store.facets({ ...asked('trace'), fields: ['name'], limit: 5 })).toMatchObject({ isPartial: true });
  expect(await store.listSpans({ ...asked('span'), limit: 3 })).toMatchObject({ isTotalEstimate: true });
});

test('a list that was read to its end says how many there are, without an estimate', async () => {
  const store = openSqliteSpanStore({ file: join(emptyFolder(), 'spans.db'), patienceMs: Number.POSITIVE_INFINITY });
  onTestFinished(() => store.close());
  // More than are looked at for an estimate.
  const spans = Array.from({ length: 600 }, (_, index) =>
    sampleSpan({
      traceId: traceIdOf(index + 1),
      spanId: spanIdOf(1),
      payload: sentSpan('step', { color: index % 100 === 0 ? 'red' : 'blue' }),
    }),
  );
  await store.append([sampleBatch(spans)]);
  expect(await store.listTraces({ ...asked('trace'), limit: 10 })).toMatchObject({
    hasMore: false,
    total: 6,
    isTotalEstimate: false,
  });
});

test('a list that takes a look at many spans lets quick questions through', async () => {
  const store = openSqliteSpanStore({ file: join(emptyFolder(), 'spans.db'), patienceMs: 10_000 });
  onTestFinished(() => store.close());
  const spans = Array.from({ length: 20 }, (_, index) =>
    sampleSpan({ traceId: traceIdOf(index + 1), spanId: spanIdOf(1), payload: sentSpan('step', { color: 'red' }) }),
  );
  await store.append([sampleBatch(spans)]);
  const answered: string[] = [];
  // Each look at the clock takes as long as a turn does.
  let nowMs = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 1_000));
  onTestFinished(() => clock.mockRestore());
  const slow = store.listTraces({ ...asked('trace'), limit: 20 }).finally(() => answered.push('slow'));
  await store.getTrace('default', traceIdOf(1));
  answered.push('quick');
  const { rows } = await slow;
  expect(new Set(rows.map(({ traceId }) => traceId)).size).toBeGreaterThan(1);
  expect(answered).toEqual(['quick', 'slow']);
});

test('lists that are asked for at once find as much as each would alone', async () => {
  const store = openSqliteSpanStore({ file: join(emptyFolder(), 'spans.db'), patienceMs: 20_000 });
  onTestFinished(() => store.close());
  const spans = Array.from({ length: 60 }, (_, index) =>
    sampleSpan({ traceId: traceIdOf(index + 1), spanId: spanIdOf(1), payload: sentSpan('step', { color: 'red' }) }),
  );
  await store.append([sampleBatch(spans)]);
  // Each look at the clock takes half a turn.
  let nowMs = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 1_000));
  onTestFinished(() => clock.mockRestore());
  const found = async () => (await store.listTraces({ ...asked('trace'), limit: 60 })).rows.length;

  const alone = await found();
  const together = await Promise.all([found(), found(), found()]);

  expect(alone).toBeGreaterThan(3);
  expect(alone).toBeLessThan(60);
  expect(together).toEqual([alone, alone, alone]);
});

test('of lists that are asked for at once none is answered much later than after five times its time', async () => {
  const store = openSqliteSpanStore({ file: join(emptyFolder(), 'spans.db'), patienceMs: 2_000 });
  onTestFinished(() => store.close());
  const spans = Array.from({ length: 500 }, (_, index) =>
    sampleSpan({ traceId: traceIdOf(index + 1), spanId: spanIdOf(1), payload: sentSpan('step', { color: 'blue' }) }),
  );
  await store.append([sampleBatch(spans)]);
  // Each trace that is looked at takes ten milliseconds.
  let nowMs = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 10));
  onTestFinished(() => clock.mockRestore());

  await Promise.all(Array.from({ length: 30 }, () => store.listTraces({ ...asked('trace'), limit: 10 })));

  expect(nowMs).toBeLessThan(15_000);
});

test('a question goes on no longer than somebody waits for it', async () => {
  const store = await impatientStore(400);
  const asker = new AbortController();
  const slow = forAsker(
    () => asker.signal,
    () => [
      store.aggregate({ ...asked('span'), of: 'spans', ...grouped, limit: 5 }),
      store.facets({ ...asked('trace'), fields: ['name'], limit: 5 }),
      store.listSpans({ ...asked('span'), limit: 3 }),
    ],
  );
  const other = store.histogram({ ...asked('trace'), interval: '1d', zone: 'UTC' });

  asker.abort();

  for (const each of slow) await expect(each).rejects.toThrow('whoever asked has gone');
  await expect(other).resolves.toBeDefined();
});
