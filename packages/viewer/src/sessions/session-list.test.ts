import type { Page, SessionSummary } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { mergeSessions } from './session-list.ts';

function session(sessionId: string): SessionSummary {
  return {
    ...{ sessionId, traceCount: 1, errorCount: 0, firstNs: '1', lastNs: '2', durationMs: 1 },
    ...{ inputTokens: null, outputTokens: null, costUsd: null, isCostPartial: false },
    ...{ users: [], models: [], firstPreview: null, lastPreview: null },
  };
}
const page = (ids: string, nextCursor: string | null): Page<SessionSummary> => ({
  items: [...ids].map(session),
  nextCursor,
  total: 9,
  totalIsEstimate: false,
});
const idsOf = (loaded: ReturnType<typeof mergeSessions>) => loaded.items.map(({ sessionId }) => sessionId).join('');

test('a session that was active meanwhile moves up and stands there once', () => {
  const loaded = { items: [...'abcde'].map(session), nextCursor: 'after e', total: 9 };

  const merged = mergeSessions(loaded, page('da', 'after a'));

  expect(idsOf(merged)).toBe('dace');
  expect(merged.nextCursor).toBe('after e');
});

test('a page that is all there is takes the place of what was loaded', () => {
  expect(idsOf(mergeSessions({ items: [...'abc'].map(session), nextCursor: null, total: 3 }, page('a', null)))).toBe(
    'a',
  );
  expect(idsOf(mergeSessions(undefined, page('ab', 'more')))).toBe('ab');
});
