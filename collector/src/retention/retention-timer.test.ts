import type { Nanos } from '@tracewright/schema';
import { expect, onTestFinished, test, vi } from 'vitest';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import { spanId, store, testSpan, traceId } from '../testing/span.ts';
import { MemoryTraceNotes } from '../testing/test-app.ts';
import { applyRetention } from './apply-retention.ts';
import { RetentionTimer } from './retention-timer.ts';

test('what grows too old goes within the hour', async () => {
  vi.useFakeTimers({ now: 0 });
  onTestFinished(() => void vi.useRealTimers());
  const spans = new MemorySpanStore();
  const deps = { spans, notes: new MemoryTraceNotes(), nowNs: () => (BigInt(Date.now()) * 1_000_000n) as Nanos };
  const failures: unknown[] = [];
  const rules = { workspaceId: 'default', maxAgeMs: 7_000_000, maxBytes: undefined };
  const timer = new RetentionTimer([() => applyRetention(rules, deps)], (error) => failures.push(error));
  await store(spans, testSpan({ traceId: traceId(1), spanId: spanId(1), startNs: 0n as Nanos }));

  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(await spans.getTrace('default', traceId(1))).toBeDefined();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(await spans.getTrace('default', traceId(1))).toBeUndefined();

  await timer.stop();
  expect(vi.getTimerCount()).toBe(0);
  expect(failures).toEqual([]);
});

test('a failure is told, and does not end the work', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const spans = new MemorySpanStore();
  const failing = vi.spyOn(spans, 'sizeBytes').mockRejectedValue(new Error('the disk is gone'));
  const failures: unknown[] = [];
  const deps = { spans, notes: new MemoryTraceNotes(), nowNs: () => 0n as Nanos };
  const rules = { workspaceId: 'default', maxAgeMs: undefined, maxBytes: 1 };
  let others = 0;
  const works = [() => applyRetention(rules, deps), async () => ++others];
  const timer = new RetentionTimer(works, (error) => failures.push(error));

  await vi.advanceTimersByTimeAsync(3_600_000);

  expect(failing).toHaveBeenCalledTimes(2);
  expect(failures).toHaveLength(2);
  expect(others).toBe(2);
  await timer.stop();
});
