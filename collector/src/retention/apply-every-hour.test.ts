import type { Nanos } from '@tracewright/schema';
import { expect, onTestFinished, test, vi } from 'vitest';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import { spanId, store, testSpan, traceId } from '../testing/span.ts';
import { MemoryTraceNotes } from '../testing/test-app.ts';
import { applyEveryHour } from './apply-every-hour.ts';
import { applyRetention } from './apply-retention.ts';

test('what grows too old goes within the hour', async () => {
  vi.useFakeTimers({ now: 0 });
  onTestFinished(() => void vi.useRealTimers());
  const spans = new MemorySpanStore();
  const deps = { spans, notes: new MemoryTraceNotes(), nowNs: () => (BigInt(Date.now()) * 1_000_000n) as Nanos };
  const failures: unknown[] = [];
  const workspaces = [{ workspaceId: 'default', experiments: [] }];
  const rules = { workspaces, maxAgeMs: 7_000_000, maxBytes: undefined };
  const stopping = new AbortController();
  const report = (error: unknown) => failures.push(error);
  const ended = applyEveryHour([() => applyRetention(rules, deps)], report, stopping.signal);
  await store(spans, testSpan({ traceId: traceId(1), spanId: spanId(1), startNs: 0n as Nanos }));

  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(await spans.getTrace('default', traceId(1))).toBeDefined();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(await spans.getTrace('default', traceId(1))).toBeUndefined();

  stopping.abort();
  await ended;
  expect(vi.getTimerCount()).toBe(0);
  expect(failures).toEqual([]);
});

test('a start is left alone at first, and one that is over by then has begun nothing', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let begun = 0;
  const works = [async () => ++begun];
  const short = new AbortController();
  const shortEnded = applyEveryHour(works, () => {}, short.signal);
  await vi.advanceTimersByTimeAsync(9_000);
  short.abort();
  await shortEnded;
  expect(begun).toBe(0);

  const stopping = new AbortController();
  const ended = applyEveryHour(works, () => {}, stopping.signal);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(begun).toBe(1);
  stopping.abort();
  await ended;
});

test('a failure is told, and does not end the work', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const spans = new MemorySpanStore();
  const failing = vi.spyOn(spans, 'sizeBytes').mockRejectedValue(new Error('the disk is gone'));
  const failures: unknown[] = [];
  const deps = { spans, notes: new MemoryTraceNotes(), nowNs: () => 0n as Nanos };
  const workspaces = [{ workspaceId: 'default', experiments: [] }];
  const rules = { workspaces, maxAgeMs: undefined, maxBytes: 1 };
  let others = 0;
  const works = [() => applyRetention(rules, deps), async () => ++others];
  const stopping = new AbortController();
  const ended = applyEveryHour(works, (error) => failures.push(error), stopping.signal);

  await vi.advanceTimersByTimeAsync(3_600_000);

  expect(failing).toHaveBeenCalledTimes(2);
  expect(failures).toHaveLength(2);
  expect(others).toBe(2);
  stopping.abort();
  await ended;
});

test('what is under way when it is to end is finished, and nothing else is begun', async () => {
  const stopping = new AbortController();
  const begun = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const done: string[] = [];
  const works = [
    async () => {
      begun.resolve();
      await released.promise;
      done.push('first');
    },
    async () => done.push('second'),
  ];
  const ended = applyEveryHour(works, () => {}, stopping.signal, 0);
  await begun.promise;
  stopping.abort();
  released.resolve();
  await ended;
  expect(done).toEqual(['first']);
});
