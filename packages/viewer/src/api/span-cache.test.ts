import type { SpanDetail, Status } from '@tracewright/schema';
import { expect, test, vi } from 'vitest';
import { SpanCache } from './span-cache.ts';

const detail = (spanId: string, status: Status = 'ok') => ({ spanId, status }) as SpanDetail;

test('an ended span is asked for once, however often it is wanted', async () => {
  const fetchSpan = vi.fn(async (_: string, spanId: string) => detail(spanId));
  const cache = new SpanCache('trace', fetchSpan);

  await Promise.all([cache.load('a'), cache.load('a')]);
  await cache.load('a');

  expect(fetchSpan).toHaveBeenCalledTimes(1);
  expect(cache.peek('a')?.spanId).toBe('a');
});

test('a running span is asked for again', async () => {
  const fetchSpan = vi.fn(async (_: string, spanId: string) => detail(spanId, 'running'));
  const cache = new SpanCache('trace', fetchSpan);

  await cache.load('a');
  await cache.load('a');

  expect(fetchSpan).toHaveBeenCalledTimes(2);
});

test('what was on its way when the trace grew is asked for again', async () => {
  const { promise: slow, resolve } = Promise.withResolvers<SpanDetail>();
  const fetchSpan = vi.fn().mockReturnValueOnce(slow).mockResolvedValueOnce(detail('a'));
  const cache = new SpanCache('trace', fetchSpan);

  const before = cache.load('a');
  cache.renew();
  const after = await cache.load('a');
  resolve(detail('a', 'running'));

  expect([(await before).status, after.status, cache.peek('a')?.status]).toEqual(['running', 'ok', 'ok']);
});

test('a failure is not kept', async () => {
  const fetchSpan = vi.fn().mockRejectedValueOnce(new Error('gone')).mockResolvedValueOnce(detail('a'));
  const cache = new SpanCache('trace', fetchSpan);

  await expect(cache.load('a')).rejects.toThrow('gone');
  expect((await cache.load('a')).spanId).toBe('a');
});

test('of many spans the oldest are forgotten', async () => {
  const cache = new SpanCache('trace', async (_, spanId) => detail(spanId));

  for (let at = 0; at < 100; at++) await cache.load(String(at));

  expect(cache.peek('0')).toBeUndefined();
  expect(cache.peek('99')).toBeDefined();
});
