import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { MATCH_ALL } from '../../../filter/expression.ts';
import type { OpenStore } from './open-store.contract.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from './sample-span.ts';

const TRACE = traceIdOf(1);
const ROOT = spanIdOf(1);
const CHILD = spanIdOf(2);
const LATER = (NEW_YEAR + 5_000_000_000n) as Nanos;

/** Spans in any order, over any number of batches. */
export function arrivalCases(open: OpenStore): void {
  test('an empty store has no traces', async () => {
    const { store } = await open();
    expect(await store.listTraces({ workspaceId: 'default', filter: MATCH_ALL, limit: 10 })).toEqual({
      rows: [],
      hasMore: false,
      total: 0,
      isTotalEstimate: false,
    });
    expect(await store.getTrace('default', TRACE)).toBeUndefined();
    expect(await store.getSpans('default', TRACE)).toBeUndefined();
    expect(await store.getSpan('default', TRACE, ROOT)).toBeUndefined();
    expect(await store.changes('default', 0, 10)).toEqual({ traceIds: [], cursor: 0 });
    expect(await store.deleteTraces('default', [TRACE])).toBe(0);
  });

  test('a batch without spans changes nothing', async () => {
    const { store } = await open();
    await store.append([]);
    await store.append([sampleBatch([])]);
    expect((await store.changes('default', 0, 10)).traceIds).toEqual([]);
  });

  test('a root that arrives after its children names the trace and gives it its experiment', async () => {
    const { store } = await open();
    const child = sampleSpan({ traceId: TRACE, spanId: CHILD, parentSpanId: ROOT, name: 'child', startNs: LATER });
    await store.append([sampleBatch([child], { experimentId: '3' })]);
    expect(await store.getTrace('default', TRACE)).toMatchObject({
      name: 'child',
      rootSpanId: CHILD,
      hasRoot: false,
      experimentId: '3',
      startNs: LATER,
    });

    const root = sampleSpan({ traceId: TRACE, spanId: ROOT, name: 'root', endNs: LATER, preview: 'hello' });
    await store.append([sampleBatch([root], { experimentId: '4' })]);

    expect(await store.getTrace('default', TRACE)).toMatchObject({
      name: 'root',
      rootSpanId: ROOT,
      hasRoot: true,
      experimentId: '4',
      preview: 'hello',
      startNs: NEW_YEAR,
      endNs: LATER + 1_000_000_000n,
      spanCount: 2,
    });
  });

  test('children that arrive after their root are added, and the experiment stays', async () => {
    const { store } = await open();
    await store.append([sampleBatch([sampleSpan({ traceId: TRACE, spanId: ROOT })], { experimentId: '4' })]);
    const child = sampleSpan({ traceId: TRACE, spanId: CHILD, parentSpanId: ROOT, statusCode: 2, startNs: LATER });
    await store.append([sampleBatch([child], { experimentId: '5' })]);

    expect(await store.getTrace('default', TRACE)).toMatchObject({
      experimentId: '4',
      spanCount: 2,
      errorCount: 1,
      status: 'unset',
      endNs: LATER + 1_000_000_000n,
    });
    expect((await store.getSpans('default', TRACE))?.map((span) => span.spanId)).toEqual([ROOT, CHILD]);
  });

  test('the first root to arrive decides on the experiment, the first to start on the name', async () => {
    const { store } = await open();
    const late = sampleSpan({ traceId: TRACE, spanId: ROOT, name: 'late', startNs: LATER });
    const early = sampleSpan({ traceId: TRACE, spanId: CHILD, name: 'early' });
    await store.append([sampleBatch([late], { experimentId: '1' }), sampleBatch([early], { experimentId: '2' })]);
    expect(await store.getTrace('default', TRACE)).toMatchObject({ experimentId: '1', name: 'early', spanCount: 2 });
  });

  test('of several batches in one append, the one with the root gives the experiment', async () => {
    const { store } = await open();
    const child = sampleSpan({ traceId: TRACE, spanId: CHILD, parentSpanId: ROOT });
    const root = sampleSpan({ traceId: TRACE, spanId: ROOT });
    await store.append([sampleBatch([child], { experimentId: '1' }), sampleBatch([root], { experimentId: '2' })]);
    expect(await store.getTrace('default', TRACE)).toMatchObject({ experimentId: '2', spanCount: 2 });
  });

  test.each([
    ['one append', true],
    ['appends of their own', false],
  ])('the first ended record of a span stands, copies in %s change nothing', async (_, isOneAppend) => {
    const { store } = await open();
    const first = sampleSpan({ traceId: TRACE, spanId: ROOT, name: 'first', inputTokens: 5, kind: 'llm' });
    const copies = [first, { ...first, name: 'second' }, { ...first, name: 'third', isPending: true }];
    if (isOneAppend) await store.append([sampleBatch(copies)]);
    else for (const copy of copies) await store.append([sampleBatch([copy])]);

    expect(await store.getTrace('default', TRACE)).toMatchObject({
      name: 'first',
      spanCount: 1,
      llmCount: 1,
      inputTokens: 5,
      status: 'unset',
    });
    expect(await store.getSpans('default', TRACE)).toHaveLength(1);
    expect((await store.getSpan('default', TRACE, ROOT))?.record.name).toBe('first');
  });

  test.each([
    ['one append', true],
    ['appends of their own', false],
  ])('an ended record replaces a pending one, in %s', async (_, isOneAppend) => {
    const { store } = await open();
    const pending = sampleSpan({ traceId: TRACE, spanId: ROOT, isPending: true, endNs: NEW_YEAR, name: 'running' });
    const child = sampleSpan({ traceId: TRACE, spanId: CHILD, parentSpanId: ROOT });
    const ended = sampleSpan({
      traceId: TRACE,
      spanId: ROOT,
      statusCode: 1,
      endNs: LATER,
      payload: new Uint8Array([9]),
    });
    if (isOneAppend) await store.append([sampleBatch([pending, child, ended])]);
    else {
      await store.append([sampleBatch([pending, child])]);
      expect(await store.getTrace('default', TRACE)).toMatchObject({ status: 'running', name: 'running' });
      await store.append([sampleBatch([ended])]);
    }

    expect(await store.getTrace('default', TRACE)).toMatchObject({ status: 'ok', spanCount: 2, endNs: LATER });
    expect(await store.getSpans('default', TRACE)).toHaveLength(2);
    expect((await store.getSpan('default', TRACE, ROOT))?.record).toMatchObject({
      isPending: false,
      payload: new Uint8Array([9]),
    });
  });

  test('a trace reads the same whatever the order and the batches it came in', async () => {
    const spans = Array.from({ length: 60 }, (_, index) =>
      sampleSpan({
        traceId: TRACE,
        spanId: spanIdOf(index),
        parentSpanId: index === 0 ? '' : spanIdOf(Math.floor((index - 1) / 3)),
        name: `step ${index % 7}`,
        kind: index % 4 === 0 ? 'llm' : 'chain',
        startNs: (NEW_YEAR + BigInt(index % 11) * 1_000n) as Nanos,
        inputTokens: index,
      }),
    );
    const shuffled = spans.map((_, index) => spans[(index * 37) % spans.length]!);
    const answers = [];
    for (const order of [spans, spans.toReversed(), shuffled]) {
      const { store } = await open();
      for (let from = 0; from < order.length; from += 7) {
        await store.append([sampleBatch(order.slice(from, from + 7))]);
      }
      answers.push([await store.getTrace('default', TRACE), await store.getSpans('default', TRACE)]);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test('what was appended is there after the store is opened again', async (context) => {
    const { store, reopen } = await open();
    if (reopen === undefined) return context.skip('this store lives as long as its object');
    const child = sampleSpan({ traceId: TRACE, spanId: CHILD, parentSpanId: ROOT, payload: new Uint8Array([4]) });
    await store.append([sampleBatch([child])]);
    const before = await store.getTrace('default', TRACE);
    await store.close();

    const reopened = await reopen();
    expect(await reopened.getTrace('default', TRACE)).toEqual(before);
    expect((await reopened.getSpan('default', TRACE, CHILD))?.record.payload).toEqual(new Uint8Array([4]));
    await reopened.append([sampleBatch([sampleSpan({ traceId: TRACE, spanId: ROOT })])]);
    expect(await reopened.getTrace('default', TRACE)).toMatchObject({ spanCount: 2, hasRoot: true });
    expect((await reopened.changes('default', 1, 10)).traceIds).toEqual([TRACE]);
    await reopened.close();
  });
}
