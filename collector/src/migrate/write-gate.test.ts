import { expect, test } from 'vitest';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../storage/spans/contract/sample-span.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import { gatedSpans, WriteGate } from './write-gate.ts';

/** A gate by a clock of its own, which stands still but while somebody waits. */
function opened(given: { readonly maxBytesASecond?: number; readonly check?: () => Promise<void> }) {
  let now = 0;
  const wait = async (ms: number): Promise<void> => {
    now += ms;
  };
  return { gate: new WriteGate({ ...given, nowMs: () => now, wait }), nowMs: () => now, wait };
}

test('so many bytes a second go through, however they are parted', async () => {
  const { gate, nowMs } = opened({ maxBytesASecond: 1_000 });
  for (const bytes of [500, 1_500, 1_000, 0]) await gate.pass(bytes);
  expect(nowMs()).toBe(3_000);
});

test('time in which nothing was written is not made up for', async () => {
  const { gate, nowMs, wait } = opened({ maxBytesASecond: 1_000 });
  await wait(60_000);
  await gate.pass(2_000);
  await gate.pass(1_000);
  expect(nowMs()).toBe(62_000);
});

test('a rate so low that no timer lasts as long is kept all the same', async () => {
  const longest: number[] = [];
  let now = 0;
  const wait = async (ms: number): Promise<void> => {
    longest.push(ms);
    now += ms;
  };
  const gate = new WriteGate({ maxBytesASecond: 1, nowMs: () => now, wait });
  for (const bytes of [8_000_000, 0]) await gate.pass(bytes);
  expect(now).toBe(8_000_000_000);
  expect(Math.max(...longest)).toBeLessThan(2 ** 31);
});

test('without a rate nobody waits', async () => {
  const { gate, nowMs } = opened({});
  for (let round = 0; round < 10; round++) await gate.pass(1e12);
  expect(nowMs()).toBe(0);
});

test('whether writing may go on is asked once a second, and nothing goes through where it may not', async () => {
  let asked = 0;
  const check = async (): Promise<void> => {
    if (++asked === 2) throw new Error('a collector works there');
  };
  const { gate, wait } = opened({ check });
  for (let round = 0; round < 5; round++) await gate.pass(1);
  expect(asked).toBe(0);
  await wait(1_000);
  await gate.pass(1);
  await gate.pass(1);
  expect(asked).toBe(1);
  await wait(1_000);
  await expect(gate.pass(1)).rejects.toThrow('a collector works there');
});

test('events that came apart from their spans and deletions are paced as spans are', async () => {
  const { gate, nowMs } = opened({ maxBytesASecond: 16_384 });
  const store = gatedSpans(new MemorySpanStore(), gate);
  const traceId = traceIdOf(1);
  const span = sampleSpan({ traceId, spanId: spanIdOf(1), payload: new Uint8Array(8_192) });
  const event = { traceId, spanId: spanIdOf(1), event: new Uint8Array(8_192) };
  await store.append([sampleBatch([span], { events: [event] })]);
  expect(nowMs()).toBe(0);
  expect(await store.deleteTraces('default', [traceId, traceIdOf(2)])).toBe(1);
  expect(nowMs()).toBe(1_000);
  await store.append([sampleBatch([span])]);
  expect(nowMs()).toBe(3_000);
});
