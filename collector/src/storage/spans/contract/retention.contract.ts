import { randomBytes } from 'node:crypto';
import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import type { OpenStore } from './open-store.contract.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from './sample-span.ts';

const DAY_NS = 86_400_000_000_000n;

/** A trace of one span, from one day after New Year to another. */
const trace = (number: number, fromDay: bigint, toDay: bigint) =>
  sampleSpan({
    traceId: traceIdOf(number),
    spanId: spanIdOf(number),
    startNs: (NEW_YEAR + fromDay * DAY_NS) as Nanos,
    endNs: (NEW_YEAR + toDay * DAY_NS) as Nanos,
  });

/** What is needed to keep a store from growing for ever. */
export function retentionCases(open: OpenStore): void {
  test('the traces that started first are found, those of others are not', async () => {
    const { store } = await open();
    await store.append([
      sampleBatch([trace(3, 3n, 3n), trace(1, 1n, 9n), trace(2, 2n, 2n)]),
      sampleBatch([trace(4, 0n, 0n)], { workspaceId: 'another' }),
    ]);

    expect(await store.oldestTraces({ workspaceId: 'default', limit: 2 })).toEqual([traceIdOf(1), traceIdOf(2)]);
    expect(await store.oldestTraces({ workspaceId: 'nobody', limit: 2 })).toEqual([]);
  });

  test('a trace is as old as its last end, however long ago it started', async () => {
    const { store } = await open();
    await store.append([sampleBatch([trace(1, 0n, 9n), trace(2, 1n, 2n), trace(3, 2n, 3n), trace(4, 9n, 9n)])]);
    const before = async (day: bigint) =>
      store.oldestTraces({ workspaceId: 'default', endedBefore: (NEW_YEAR + day * DAY_NS) as Nanos, limit: 10 });

    expect(await before(2n)).toEqual([]);
    expect(await before(3n)).toEqual([traceIdOf(2)]);
    expect(await before(5n)).toEqual([traceIdOf(2), traceIdOf(3)]);
  });

  test('times at the end of what OTLP can say are found too', async () => {
    const { store } = await open();
    const last = ((1n << 64n) - 1n) as Nanos;
    await store.append([sampleBatch([{ ...trace(1, 0n, 0n), startNs: last, endNs: last }])]);
    expect(await store.oldestTraces({ workspaceId: 'default', limit: 1 })).toEqual([traceIdOf(1)]);
    expect(await store.oldestTraces({ workspaceId: 'default', endedBefore: last, limit: 1 })).toEqual([]);
    expect(await store.oldestTraces({ workspaceId: 'default', endedBefore: 0n as Nanos, limit: 1 })).toEqual([]);
  });

  test('a store grows with what is appended, and shrinks with what is taken out', async () => {
    const { store } = await open();
    const empty = await store.sizeBytes();
    await store.append([sampleBatch([{ ...trace(1, 0n, 0n), payload: randomBytes(300_000) }])]);
    const full = await store.sizeBytes();
    await store.deleteTraces('default', [traceIdOf(1)]);

    expect(full - empty).toBeGreaterThan(290_000);
    expect((await store.sizeBytes()) - empty).toBeLessThan(50_000);
  });
}
