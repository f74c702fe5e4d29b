import { expect, test } from 'vitest';
import type { QueuedSpan } from './span-encoder.ts';
import { SpanQueue } from './span-queue.ts';

const span = (name: string, sizeBytes: number) => ({ span: { name }, sizeBytes }) as QueuedSpan;
const ANY = { maxSpans: 1_000, maxBytes: 1_000_000 };

function queueOf(limits: { maxSpans: number; maxBytes: number }): { queue: SpanQueue; drops: number[] } {
  const drops: number[] = [];
  return { queue: new SpanQueue(limits, (count) => drops.push(count)), drops };
}

const nameOf = (queued: QueuedSpan) => ('span' in queued ? queued.span.name : undefined);
const namesIn = (batch: { spans: readonly QueuedSpan[] } | undefined) => batch?.spans.map(nameOf);

test('spans come out in order, in batches bounded by count', () => {
  const { queue } = queueOf(ANY);
  for (const name of ['a', 'b', 'c']) queue.push(span(name, 10));
  expect(namesIn(queue.take({ maxSpans: 2, maxBytes: 1_000 }))).toEqual(['a', 'b']);
  expect(namesIn(queue.take({ maxSpans: 2, maxBytes: 1_000 }))).toEqual(['c']);
  expect(queue.take(ANY)).toBeUndefined();
  expect(queue.sizeBytes).toBe(0);
});

test('a batch is bounded by bytes, but a span beyond the bound goes alone', () => {
  const { queue } = queueOf(ANY);
  queue.push(span('huge', 500));
  queue.push(span('a', 60));
  queue.push(span('b', 60));
  const limits = { maxSpans: 10, maxBytes: 100 };
  expect(namesIn(queue.take(limits))).toEqual(['huge']);
  expect(namesIn(queue.take(limits))).toEqual(['a']);
  expect(namesIn(queue.take(limits))).toEqual(['b']);
});

test('beyond the count the oldest go, and the next batch says how many', () => {
  const { queue, drops } = queueOf({ maxSpans: 2, maxBytes: 1_000 });
  for (const name of ['a', 'b', 'c', 'd']) queue.push(span(name, 10));
  expect(drops).toEqual([1, 1]);
  const batch = queue.take(ANY);
  expect(namesIn(batch)).toEqual(['c', 'd']);
  expect(batch).toMatchObject({ dropped: 2, sizeBytes: 20 });
  queue.push(span('e', 10));
  expect(queue.take(ANY)?.dropped).toBe(0);
});

test('beyond the bytes the oldest go, but never the newest', () => {
  const { queue, drops } = queueOf({ maxSpans: 100, maxBytes: 100 });
  queue.push(span('a', 60));
  queue.push(span('b', 60));
  queue.push(span('giant', 5_000));
  expect(drops).toEqual([1, 1]);
  expect(namesIn(queue.take(ANY))).toEqual(['giant']);
});

test('a batch that is put back comes first again, with its count of lost spans', () => {
  const { queue } = queueOf({ maxSpans: 3, maxBytes: 1_000 });
  for (const name of ['x', 'a', 'b', 'c']) queue.push(span(name, 10));
  const batch = queue.take({ maxSpans: 2, maxBytes: 1_000 });
  expect(batch).toMatchObject({ dropped: 1 });
  if (batch) queue.putBack(batch);
  const again = queue.take(ANY);
  expect(namesIn(again)).toEqual(['a', 'b', 'c']);
  expect(again?.dropped).toBe(1);
});

test('a batch that is put back into a full queue gives way to newer spans', () => {
  const { queue } = queueOf({ maxSpans: 3, maxBytes: 1_000 });
  for (const name of ['a', 'b']) queue.push(span(name, 10));
  const batch = queue.take(ANY);
  for (const name of ['c', 'd']) queue.push(span(name, 10));
  if (batch) queue.putBack(batch);
  const again = queue.take(ANY);
  expect(namesIn(again)).toEqual(['b', 'c', 'd']);
  expect(again?.dropped).toBe(1);
});

test('what was taken is let go of over many turns', () => {
  const { queue } = queueOf(ANY);
  for (let i = 0; i < 5_000; i++) {
    queue.push(span(String(i), 1));
    if (i >= 3) expect(namesIn(queue.take({ maxSpans: 1, maxBytes: 10 }))).toEqual([String(i - 3)]);
  }
  expect(queue.length).toBe(3);
  expect(queue.sizeBytes).toBe(3);
});
