import { expect, test } from 'vitest';
import { isOutOfReach } from './out-of-reach.ts';
import { TracewrightError } from './tracewright-error.ts';

test('a server that is busy, away, or behind a proxy that cannot reach it may take the same later', () => {
  for (const status of [429, 502, 503, 504]) {
    expect(isOutOfReach(new TracewrightError('INTERNAL_ERROR', 'said', { status }))).toBe(true);
  }
  expect(isOutOfReach(new TracewrightError('CONNECTION_FAILED', 'gone'))).toBe(true);
  expect(isOutOfReach(new TracewrightError('INTERNAL_ERROR', 'broken', { status: 500 }))).toBe(false);
  expect(isOutOfReach(new Error('something else'))).toBe(false);
});
