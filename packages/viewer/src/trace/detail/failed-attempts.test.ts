import type { SpanEvent } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { failedAttempts } from './failed-attempts.ts';

test('failed attempts are counted, and what was waited after them is added up', () => {
  const events = [attempt(500), attempt(2_000), { name: 'exception', timeNs: '1', attributes: {} }];

  expect(failedAttempts(events)).toBe('2, waited 2.50 s');
  expect(failedAttempts([attempt(undefined)])).toBe('1');
  expect(failedAttempts(events.slice(2))).toBeUndefined();
});

function attempt(waitMs: number | undefined): SpanEvent {
  const waited = waitMs === undefined ? {} : { 'tracewright.attempt.wait_ms': waitMs };
  return { name: 'tracewright.attempt', timeNs: '1', attributes: { 'tracewright.attempt.status': 429, ...waited } };
}
