import type { SpanDetail } from '@tracewright/schema';
import { afterEach, expect, test, vi } from 'vitest';
import { percentileOf } from './percentile.ts';

afterEach(() => vi.unstubAllGlobals());

/** Of 10 spans of a step, half took no longer than a second. @returns the filters that were asked about. */
function answerAggregates(): readonly string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (path: string) => {
    const filter = new URLSearchParams(path.split('?')[1]).get('filter') ?? '';
    asked.push(filter);
    const count = filter.includes('duration') ? 5 : 10;
    return Promise.resolve(Response.json({ total: { durationMs: { count, p50: 1_000, p95: 2_000 } }, groups: [] }));
  });
  return asked;
}

const span = (name: string, durationMs: number) => ({ name, kind: 'tool', durationMs }) as SpanDetail;

test('a span is compared with its like, about which is asked once for all spans of the step', async () => {
  const asked = answerAggregates();

  expect(await percentileOf(span('search', 1_000), false)).toEqual({
    ...{ count: 10, notLonger: 5, p50Us: 1_000_000, p95Us: 2_000_000 },
  });
  await percentileOf(span('search', 3_000), false);

  expect(asked).toEqual([
    "name = 'search' AND kind = 'tool'",
    "name = 'search' AND kind = 'tool' AND duration <= 1000",
    "name = 'search' AND kind = 'tool' AND duration <= 3000",
  ]);
});

test('a question that failed is asked again', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('gone')));
  await expect(percentileOf(span('fetch', 1), false)).rejects.toThrow('does not answer');
  answerAggregates();

  expect(await percentileOf(span('fetch', 1), false)).toMatchObject({ count: 10 });
});
