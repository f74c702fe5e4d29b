import { DatabaseSync } from 'node:sqlite';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import { type CachedSpans, cachedColumns, TraceCache } from './trace-cache.ts';

const columns = cachedColumns(sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1) }));

function cacheOf(db = new DatabaseSync(':memory:')): TraceCache {
  const cache = new TraceCache(db);
  cache.refresh();
  return cache;
}

function spansOf(count: number): CachedSpans {
  return new Map(Array.from({ length: count }, (_, index) => [spanIdOf(index), columns]));
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

test('what is kept of a span does not hold the text that its preview was cut from', () => {
  const before = heapBytes();
  const kept = Array.from({ length: 100 }, (_, index) => {
    const prompt = Buffer.alloc(500_000, `question ${index}, `).toString('latin1');
    return cachedColumns(sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(index), preview: prompt.slice(0, 120) }));
  });
  expect(heapBytes() - before).toBeLessThan(10_000_000);
  expect(kept[7]?.preview).toMatch(/^question 7, question 7, /);
  expect(kept[7]).not.toHaveProperty('payload');
});

test('the trace that grew last stays, others make room for it', () => {
  const cache = cacheOf();
  cache.put(1, spansOf(60_000));
  cache.put(2, spansOf(30_000));
  cache.put(3, spansOf(30_000));
  expect(cache.take(1)).toBeUndefined();
  expect(cache.take(2)?.size).toBe(30_000);
  cache.put(4, spansOf(150_000));
  expect(cache.take(3)).toBeUndefined();
  expect(cache.take(4)?.size).toBe(150_000);
});

test('a trace that is too large by itself is not kept', () => {
  const cache = cacheOf();
  cache.put(1, spansOf(200_001));
  expect(cache.take(1)).toBeUndefined();
});
