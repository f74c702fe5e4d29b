import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { MATCH_ALL } from '../../../filter/expression.ts';
import type { OpenStore } from './open-store.contract.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from './sample-span.ts';

const [ONE, TWO, THREE] = [traceIdOf(1), traceIdOf(2), traceIdOf(3)];
const EVERYTHING = { filter: MATCH_ALL, limit: 100 } as const;

/** Following a store, taking traces out of it, and sharing it. */
export function changeCases(open: OpenStore): void {
  test('the last change is where the cursor ends, and what is stored is counted', async () => {
    const { store } = await open();
    expect(await store.lastChange('default')).toBe(0);
    const before = await store.stats();
    const span = sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1), isPending: true });
    const orphan = sampleSpan({ traceId: traceIdOf(2), spanId: spanIdOf(1), parentSpanId: spanIdOf(9) });
    await store.append([sampleBatch([span, orphan])]);
    expect(await store.lastChange('default')).toBe((await store.changes('default', 0, 10)).cursor);
    expect(await store.lastChange('other')).toBe(0);
    // Other workspaces may be counted with it, and not at every moment.
    const after = await store.stats();
    expect(after.quality.unended).toBeGreaterThanOrEqual(before.quality.unended);
  });

  test('the change cursor gives each changed trace once, oldest change first', async () => {
    const { store } = await open();
    const spanId = spanIdOf(1);
    await store.append([sampleBatch([ONE, TWO, THREE].map((traceId) => sampleSpan({ traceId, spanId })))]);
    const first = await store.changes('default', 0, 2);
    expect(first.traceIds).toEqual([ONE, TWO]);

    await store.append([sampleBatch([sampleSpan({ traceId: ONE, spanId: spanIdOf(2), parentSpanId: spanId })])]);
    const second = await store.changes('default', first.cursor, 10);
    expect(second.traceIds).toEqual([THREE, ONE]);
    expect(await store.changes('default', second.cursor, 10)).toEqual({ traceIds: [], cursor: second.cursor });
  });

  test('traces of runs are told apart from others, each with what it adds to its run', async () => {
    const { store } = await open();
    const call = { kind: 'llm', inputTokens: 3, outputTokens: 2 } as const;
    await store.append([
      sampleBatch([
        sampleSpan({ traceId: ONE, spanId: spanIdOf(1), runId: 'a' }),
        sampleSpan({ traceId: TWO, spanId: spanIdOf(1) }),
        sampleSpan({ traceId: THREE, spanId: spanIdOf(1), runId: 'b' }),
      ]),
    ]);
    const first = await store.runTraces('default', 0, 1);
    expect(first.traces).toMatchObject([{ traceId: ONE, runId: 'a', llmCount: 0, inputTokens: -1 }]);
    const second = await store.runTraces('default', first.cursor, 10);
    expect(second.traces).toMatchObject([{ traceId: THREE, runId: 'b' }]);
    expect(await store.runTraces('default', second.cursor, 10)).toEqual({ traces: [], cursor: second.cursor });

    await store.append([
      sampleBatch([sampleSpan({ ...call, traceId: ONE, spanId: spanIdOf(2), parentSpanId: spanIdOf(1) })]),
    ]);
    const late = await store.runTraces('default', second.cursor, 10);
    expect(late.traces).toMatchObject([{ traceId: ONE, runId: 'a', llmCount: 1, inputTokens: 3, outputTokens: 2 }]);
    await store.deleteTraces('default', [ONE]);
    expect((await store.runTraces('default', 0, 10)).traces).toMatchObject([{ traceId: THREE }]);
  });

  test('a deletion moves the last change on, though no trace is told for it', async () => {
    const { store } = await open();
    await store.append([sampleBatch([ONE, TWO].map((traceId) => sampleSpan({ traceId, spanId: spanIdOf(1) })))]);
    const before = await store.lastChange('default');
    await store.deleteTraces('default', [TWO]);
    const after = await store.lastChange('default');
    expect(after).toBeGreaterThan(before);
    expect((await store.changes('default', before, 10)).traceIds).toEqual([]);

    await store.append([sampleBatch([sampleSpan({ traceId: THREE, spanId: spanIdOf(1) })])]);
    expect((await store.changes('default', after, 10)).traceIds).toEqual([THREE]);
  });

  test('a copy of what is stored is no change', async () => {
    const { store } = await open();
    const batch = sampleBatch([sampleSpan({ traceId: ONE, spanId: spanIdOf(1) })]);
    await store.append([batch]);
    const { cursor } = await store.changes('default', 0, 10);
    await store.append([batch]);
    expect((await store.changes('default', cursor, 10)).traceIds).toEqual([]);
  });

  test('a deleted trace is gone from everywhere, its neighbours stay', async () => {
    const { store } = await open();
    const payload = new Uint8Array([5]);
    const spans = [ONE, TWO, THREE].map((traceId) => sampleSpan({ traceId, spanId: spanIdOf(1), payload }));
    await store.append([sampleBatch(spans)]);
    await store.append([sampleBatch([sampleSpan({ traceId: TWO, spanId: spanIdOf(2), parentSpanId: spanIdOf(1) })])]);

    expect(await store.deleteTraces('default', [TWO, TWO, traceIdOf(9)])).toBe(1);

    expect(await store.getTrace('default', TWO)).toBeUndefined();
    expect(await store.getSpans('default', TWO)).toBeUndefined();
    expect(await store.getSpan('default', TWO, spanIdOf(1))).toBeUndefined();
    expect((await store.changes('default', 0, 10)).traceIds).toEqual([ONE, THREE]);
    const page = await store.listTraces({ workspaceId: 'default', ...EVERYTHING });
    expect(page.rows.map((row) => row.traceId)).toEqual([THREE, ONE]);
    expect(page.total).toBe(2);
    for (const traceId of [ONE, THREE]) {
      expect((await store.getSpan('default', traceId, spanIdOf(1)))?.record.payload).toEqual(payload);
    }
  });

  test('a deleted trace may be sent again, and holds only what was sent since', async () => {
    const { store } = await open();
    await store.append([
      sampleBatch([1, 2].map((n) => sampleSpan({ traceId: ONE, spanId: spanIdOf(n), name: 'old' }))),
    ]);
    await store.deleteTraces('default', [ONE]);
    await store.append([sampleBatch([sampleSpan({ traceId: ONE, spanId: spanIdOf(1), name: 'new' })])]);
    expect(await store.getTrace('default', ONE)).toMatchObject({ name: 'new', spanCount: 1 });
    expect((await store.getSpans('default', ONE))?.map((span) => span.name)).toEqual(['new']);
    expect((await store.getSpan('default', ONE, spanIdOf(1)))?.record.name).toBe('new');
  });

  test('workspaces share no trace, even under the same ids', async () => {
    const { store } = await open();
    const ids = { traceId: ONE, spanId: spanIdOf(1) };
    await store.append([
      sampleBatch([sampleSpan({ ...ids, name: 'mine' })], { workspaceId: 'mine' }),
      sampleBatch([sampleSpan({ ...ids, name: 'yours' })], { workspaceId: 'yours' }),
      sampleBatch([sampleSpan({ ...ids, traceId: TWO })], { workspaceId: 'yours' }),
    ]);
    expect((await store.getTrace('mine', ONE))?.name).toBe('mine');
    expect((await store.getSpan('yours', ONE, spanIdOf(1)))?.record.name).toBe('yours');
    expect(await store.getTrace('mine', TWO)).toBeUndefined();
    expect(await store.listTraces({ workspaceId: 'mine', ...EVERYTHING })).toMatchObject({ total: 1 });
    expect((await store.changes('mine', 0, 10)).traceIds).toEqual([ONE]);

    expect(await store.deleteTraces('mine', [ONE, TWO])).toBe(1);
    expect((await store.getTrace('yours', ONE))?.name).toBe('yours');
    expect(await store.getSpans('yours', TWO)).toHaveLength(1);
  });

  test('a reader sees whole commits while another connection writes', async (context) => {
    const { store, reader: openReader } = await open();
    if (openReader === undefined) return context.skip('this store has one connection');
    const reader = await openReader();
    const writes = Array.from({ length: 20 }, (_, number) => {
      const spans = [1, 2, 3].map((index) =>
        sampleSpan({
          traceId: traceIdOf(number),
          spanId: spanIdOf(index),
          parentSpanId: index === 1 ? '' : spanIdOf(1),
          startNs: (NEW_YEAR + BigInt(number)) as Nanos,
        }),
      );
      return store.append([sampleBatch(spans)]);
    });
    const reads = writes.map(async (write) => {
      const [page] = await Promise.all([reader.listTraces({ workspaceId: 'default', ...EVERYTHING }), write]);
      expect(page.rows.every((row) => row.spanCount === 3)).toBe(true);
      expect(page.total).toBe(page.rows.length);
    });
    await Promise.all(reads);
    expect((await reader.listTraces({ workspaceId: 'default', ...EVERYTHING })).total).toBe(20);
    await reader.close();
  });
}
