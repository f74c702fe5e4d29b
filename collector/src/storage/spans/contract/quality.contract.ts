import type { Nanos, NanoUsd } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { parseFilter } from '../../../filter/parse-filter.ts';
import type { SpanStore } from '../span-store.ts';
import type { OpenStore } from './open-store.contract.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from './sample-span.ts';
import { encodedSpan, sentSpan } from './sent-span.ts';

const NOTHING = { unended: 0, orphaned: 0, unpriced: 0, estimated: 0, skewed: 0, truncated: 0 };

/** What is missing or odd is counted, trace by trace or span by span. */
export function qualityCases(open: OpenStore): void {
  const span = (trace: number, id: number, more: Partial<ReturnType<typeof sampleSpan>> = {}) =>
    sampleSpan({ traceId: traceIdOf(trace), spanId: spanIdOf(id), ...more });
  const child = (trace: number, startNs: bigint) =>
    span(trace, 2, { parentSpanId: spanIdOf(1), startNs: startNs as Nanos });

  const found = async (store: SpanStore, filter: string) => {
    const query = { workspaceId: 'default', filter: parseFilter(filter, 'trace', NEW_YEAR), limit: 10 };
    return (await store.listTraces(query)).rows.map(({ traceId }) => traceId);
  };

  test('nothing is wrong with what is whole', async () => {
    const { store, read } = await open();
    await store.append([sampleBatch([span(1, 1), child(1, NEW_YEAR)])]);
    await read?.();
    const found = await store.quality('default');
    expect(found).toEqual({
      ...{ ...NOTHING, duplicated: 0, dropped: 0, traceCount: 1, spanCount: 2 },
      areSpansRead: true,
    });
    expect(await store.quality('other')).toMatchObject({ ...NOTHING, traceCount: 0, areSpansRead: true });
  });

  test('traces that still run, have no root, no price or no exact usage are counted', async () => {
    const { store } = await open();
    await store.append([
      sampleBatch([
        span(1, 1, { isPending: true }),
        span(2, 1, { parentSpanId: spanIdOf(9), kind: 'llm', isCostPartial: true, inputTokens: 1 }),
        span(3, 1, { kind: 'llm', isUsageEstimated: true, inputTokens: 1, costNanoUsd: 5 as NanoUsd }),
      ]),
    ]);
    expect(await store.quality('default')).toMatchObject({ unended: 1, orphaned: 1, unpriced: 1, estimated: 1 });
    expect(await found(store, 'problem = unended')).toEqual([traceIdOf(1)]);
    expect(await found(store, 'problem = orphaned')).toEqual([traceIdOf(2)]);
    expect(await found(store, 'problem = unpriced')).toEqual([traceIdOf(2)]);
    expect(await found(store, 'problem IN (unended, estimated)')).toEqual([traceIdOf(3), traceIdOf(1)]);
    expect(await found(store, 'NOT problem = orphaned AND problem IS NOT NULL')).toEqual([traceIdOf(3), traceIdOf(1)]);
  });

  test('spans that begin before their parent are found, also where it came apart from them', async () => {
    const { store } = await open();
    await store.append([sampleBatch([child(1, NEW_YEAR - 1_000_001n), child(2, NEW_YEAR - 1_000_000n)])]);
    await store.append([sampleBatch([span(1, 1), span(2, 1), span(3, 1)])]);
    expect(await found(store, 'skew > 1ms')).toEqual([traceIdOf(1)]);
    expect(await found(store, 'has(skew IS NOT NULL)')).toEqual([traceIdOf(2), traceIdOf(1)]);
  });

  test('spans are counted that begin before their parent or were cut, once they have been read', async () => {
    const { store, read } = await open();
    const cut = sentSpan('step', { 'tracewright.truncated': 'gen_ai.input.messages' });
    await store.append([
      sampleBatch([
        ...[span(1, 1), child(1, NEW_YEAR - 1_000_001n)],
        ...[span(2, 1), child(2, NEW_YEAR - 1_000_000n)],
        span(3, 1, { payload: cut }),
        span(4, 1, { payload: cut, isPending: true }),
      ]),
    ]);
    const before = await store.quality('default');
    if (read !== undefined) expect(before).toMatchObject({ skewed: 0, truncated: 0, areSpansRead: false });
    await read?.();
    expect(await store.quality('default')).toMatchObject({ skewed: 1, truncated: 1, areSpansRead: true });
    await store.deleteTraces('default', [traceIdOf(1), traceIdOf(3)]);
    await read?.();
    expect(await store.quality('default')).toMatchObject({ skewed: 0, truncated: 0, areSpansRead: true });
  });

  test('spans that come once more are counted, an end that overtakes its beginning is none', async () => {
    const { store } = await open();
    const running = span(1, 1, { isPending: true });
    await store.append([sampleBatch([running, span(1, 2)])]);
    await store.append([sampleBatch([span(1, 1), span(1, 2), span(1, 3), span(1, 3)])]);
    await store.append([sampleBatch([running])]);
    expect(await store.quality('default')).toMatchObject({ duplicated: 2, spanCount: 3 });
  });

  test('traces are found by how many of their spans came once more, until they are taken out', async () => {
    const { store } = await open();
    const spans = [span(1, 1), span(2, 1), span(2, 2), span(3, 1)];
    await store.append([sampleBatch(spans)]);
    await store.append([sampleBatch([...spans.slice(0, 3), span(4, 1), span(4, 1)])]);
    expect(await found(store, 'duplicates > 0')).toEqual([4, 2, 1].map(traceIdOf));
    expect(await found(store, 'duplicates = 2')).toEqual([traceIdOf(2)]);
    expect(await found(store, 'duplicates < 2 AND NOT duplicates = 0')).toEqual([4, 1].map(traceIdOf));
    expect(await found(store, 'duplicates IN (0, 2)')).toEqual([3, 2].map(traceIdOf));
    expect(await found(store, 'duplicates > 0.5 AND attributes.x IS NULL AND duplicates != 1')).toEqual([traceIdOf(2)]);
    expect(await found(store, 'duplicates IS NULL OR has(trace(duplicates >= 2) AND kind = task)')).toEqual([
      traceIdOf(2),
    ]);
    await store.deleteTraces('default', [traceIdOf(2), traceIdOf(4)]);
    await store.append([sampleBatch([span(2, 1)])]);
    expect(await found(store, 'duplicates > 0')).toEqual([traceIdOf(1)]);
  });

  test('spans are found of which limits of an SDK left something out', async () => {
    const { store, read } = await open();
    const dropped = (counts: Readonly<Record<string, unknown>>) => encodedSpan({ name: 'step', ...counts });
    await store.append([
      sampleBatch([
        span(1, 1, { payload: dropped({ droppedAttributesCount: 2, droppedEventsCount: 1 }) }),
        span(2, 1, { payload: dropped({ events: [{ name: 'a', droppedAttributesCount: 1 }], droppedLinksCount: 1 }) }),
        span(3, 1, { payload: dropped({ links: [{ droppedAttributesCount: 4 }] }) }),
        span(4, 1, { payload: dropped({}) }),
      ]),
    ]);
    const ask = async () => {
      expect(await found(store, 'dropped > 0')).toEqual([3, 2, 1].map(traceIdOf));
      expect(await found(store, 'has(dropped = 3 AND kind = task)')).toEqual([traceIdOf(1)]);
      expect(await found(store, 'dropped = 0')).toEqual([traceIdOf(4)]);
      expect(await found(store, 'NOT dropped > 2')).toEqual([4, 2].map(traceIdOf));
    };
    await ask();
    await read?.();
    await ask();
  });

  test('what senders say they have dropped is added up', async () => {
    const { store, reopen } = await open();
    await store.append([sampleBatch([span(1, 1)], { droppedSpans: 3 })]);
    await store.append([sampleBatch([span(2, 1)], { droppedSpans: 4 }), sampleBatch([span(3, 1)])]);
    expect(await store.quality('default')).toMatchObject({ dropped: 7 });
    if (reopen === undefined) return;
    await store.close();
    const again = await reopen();
    expect(await again.quality('default')).toMatchObject({ dropped: 7 });
    await again.close();
  });
}
