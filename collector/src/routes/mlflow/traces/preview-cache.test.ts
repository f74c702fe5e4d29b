import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { sampleSpan, spanIdOf, traceIdOf } from '../../../storage/spans/contract/sample-span.ts';
import type { TraceRow } from '../../../storage/spans/span-store.ts';
import { summarise } from '../../../storage/spans/trace-summary.ts';
import { PreviewCache } from './preview-cache.ts';

function ended(trace: number, more: Partial<TraceRow> = {}): TraceRow {
  const root = sampleSpan({ traceId: traceIdOf(trace), spanId: spanIdOf(1) });
  return { ...summarise(traceIdOf(trace), '0', [root]), ...more };
}

const SAID = { request: 'asked', response: 'answered' };

test('what a root has said is kept for this trace as it is now', () => {
  const cache = new PreviewCache();
  cache.put('default', ended(1), SAID);
  expect(cache.get('default', ended(1))).toEqual(SAID);
  expect(cache.get('other', ended(1))).toBeUndefined();
  expect(cache.get('default', ended(2))).toBeUndefined();
  expect(cache.get('default', ended(1, { endNs: 3n as Nanos }))).toBeUndefined();
  expect(cache.get('default', ended(1, { preview: 'another text, sent again' }))).toBeUndefined();
});

test.each([{ status: 'running' as const }, { hasRoot: false }])('of a trace with %j nothing is kept', (state) => {
  const cache = new PreviewCache();
  cache.put('default', ended(1, state), SAID);
  expect(cache.get('default', ended(1, state))).toBeUndefined();
});

test.each([
  { request: 'asked', response: undefined },
  { request: undefined, response: 'answered' },
])('%j may yet become whole, and is not kept', (said) => {
  const cache = new PreviewCache();
  cache.put('default', ended(1), said);
  expect(cache.get('default', ended(1))).toBeUndefined();
});

test('what was asked for last is kept where there is not room for all', () => {
  const cache = new PreviewCache(4_000);
  const long = { request: 'x'.repeat(1_000), response: '' };
  for (const trace of [1, 2, 2]) cache.put('default', ended(trace), long);
  cache.get('default', ended(1));
  cache.put('default', ended(3), long);
  expect([1, 2, 3].map((trace) => cache.get('default', ended(trace)) !== undefined)).toEqual([true, false, true]);
});
