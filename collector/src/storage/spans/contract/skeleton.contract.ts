import { gunzipSync } from 'node:zlib';
import type { Nanos, TraceSkeleton } from '@tracewright/schema';
import { expect, test } from 'vitest';
import type { SpanStore } from '../span-store.ts';
import { traceSkeleton } from '../trace-skeleton.ts';
import type { OpenStore } from './open-store.contract.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from './sample-span.ts';

const TRACE = traceIdOf(1);

/** A trace laid out for its page. */
export function skeletonCases(open: OpenStore): void {
  test('a trace is laid out as JSON, plain or as gzip', async () => {
    const { store } = await open();
    const call = sampleSpan({
      traceId: TRACE,
      spanId: spanIdOf(2),
      parentSpanId: spanIdOf(1),
      kind: 'llm',
      model: 'demo',
      startNs: (NEW_YEAR + 1_000_000n) as Nanos,
    });
    await store.append([sampleBatch([call, sampleSpan({ traceId: TRACE, spanId: spanIdOf(1) })])]);

    const plain = await store.getSkeleton('default', TRACE, 'identity');
    const zipped = await store.getSkeleton('default', TRACE, 'gzip');

    expect(JSON.parse(new TextDecoder().decode(plain))).toMatchObject({
      traceId: TRACE,
      spanCount: 2,
      spanId: [spanIdOf(1), spanIdOf(2)],
      parent: [-1, 0],
      startUs: [0, 1_000],
      model: [-1, 0],
      models: ['demo'],
    });
    expect(gunzipSync(zipped!)).toEqual(Buffer.from(plain!));
  });

  test('a skeleton says what the spans of the trace say', async () => {
    const { store } = await open();
    const spans = Array.from({ length: 3_000 }, (_, index) =>
      sampleSpan({
        traceId: TRACE,
        spanId: spanIdOf(index),
        parentSpanId: index === 0 ? '' : spanIdOf(index % 7 === 0 ? index + 5_000 : index >> 2),
        fallbackParentSpanId: index % 7 === 0 && index > 0 ? spanIdOf(index >> 1) : '',
        name: `step ${index % 5}`,
        kind: index % 3 === 0 ? 'llm' : 'tool',
        model: index % 3 === 0 ? `model ${index % 2}` : '',
        service: index % 2 === 0 ? 'api' : 'worker',
        isPending: index % 11 === 0,
        startNs: (NEW_YEAR + BigInt(index >> 3)) as Nanos,
        inputTokens: index,
      }),
    );
    await store.append([sampleBatch(spans.slice(0, 2_000))]);
    await store.append([sampleBatch(spans.slice(1_000).map((span) => ({ ...span, isPending: false })))]);

    const stored = await store.getSpans('default', TRACE);
    expect(await skeletonOf(store)).toEqual(traceSkeleton(TRACE, stored!));
  });

  test('a trace that nobody sent has no skeleton', async () => {
    const { store } = await open();
    expect(await store.getSkeleton('default', traceIdOf(9), 'gzip')).toBeUndefined();
    await store.append([sampleBatch([sampleSpan({ traceId: TRACE, spanId: spanIdOf(1) })])]);
    expect(await store.getSkeleton('another', TRACE, 'gzip')).toBeUndefined();
  });

  test('a skeleton shows what has arrived since it was asked for before', async () => {
    const { store } = await open();
    await store.append([sampleBatch([sampleSpan({ traceId: TRACE, spanId: spanIdOf(1), isPending: true })])]);
    expect(await skeletonOf(store)).toMatchObject({ spanCount: 1, status: [3] });

    await store.append([sampleBatch([sampleSpan({ traceId: TRACE, spanId: spanIdOf(1), statusCode: 1 })])]);
    expect(await skeletonOf(store)).toMatchObject({ spanCount: 1, status: [1] });

    await store.deleteTraces('default', [TRACE]);
    expect(await store.getSkeleton('default', TRACE, 'gzip')).toBeUndefined();
    await store.append([sampleBatch([sampleSpan({ traceId: TRACE, spanId: spanIdOf(2), name: 'anew' })])]);
    expect(await skeletonOf(store)).toMatchObject({ spanId: [spanIdOf(2)], names: ['anew'] });
  });

  test('the bytes of a skeleton belong to whoever asked', async () => {
    const { store } = await open();
    await store.append([sampleBatch([sampleSpan({ traceId: TRACE, spanId: spanIdOf(1) })])]);
    const first = await store.getSkeleton('default', TRACE, 'gzip');
    expect(first?.buffer.byteLength).toBe(first?.byteLength);
    first?.fill(0);
    expect(await skeletonOf(store)).toMatchObject({ spanCount: 1 });
  });
}

async function skeletonOf(store: SpanStore): Promise<TraceSkeleton> {
  const zipped = await store.getSkeleton('default', TRACE, 'gzip');
  return JSON.parse(gunzipSync(zipped!).toString()) as TraceSkeleton;
}
