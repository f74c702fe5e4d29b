import { compareSessions, type SessionKey } from '../questions/session-key.ts';
import type { SessionPage } from '../questions/span-questions.ts';
import type { KeptTrace } from './kept-traces.ts';
import { timeKey, timeOfKey } from './trace-table.ts';

/** Which sessions come next among all that these traces belong to. */
export function keptSessions(traces: Iterable<KeptTrace>, limit: number, after: SessionKey | undefined): SessionPage {
  /** By session, its trace that ended last. */
  const lasts = new Map<string, KeptTrace>();
  for (const trace of traces) {
    if (trace.sessionId === '') continue;
    const last = lasts.get(trace.sessionId);
    if (last === undefined || endsLater(trace, last)) lasts.set(trace.sessionId, trace);
  }
  // Keys are bigints: made only of those that may stand on the page.
  const floor = after && { endHigh: Number(timeKey(after.lastNs) >> 32n) };
  const next: SessionKey[] = [];
  const candidates = [...lasts.values()].filter(({ endHigh }) => floor === undefined || endHigh <= floor.endHigh);
  candidates.sort((a, b) => b.endHigh - a.endHigh || b.endLow - a.endLow);
  for (const trace of candidates) {
    const key = sessionKey(trace);
    // Of those that end at the same moment all are looked at: their ids decide.
    if (next.length > limit && key.lastNs < next[limit]!.lastNs) break;
    if (after === undefined || compareSessions(after, key) < 0) next.push(key);
  }
  next.sort(compareSessions);
  return {
    sessionIds: next.slice(0, limit).map(({ sessionId }) => sessionId),
    hasMore: next.length > limit,
    total: lasts.size,
  };
}

function endsLater(a: KeptTrace, b: KeptTrace): boolean {
  return a.endHigh > b.endHigh || (a.endHigh === b.endHigh && a.endLow > b.endLow);
}

function sessionKey({ sessionId, endHigh, endLow }: KeptTrace): SessionKey {
  return { sessionId, lastNs: timeOfKey((BigInt(endHigh) << 32n) | BigInt(endLow)) };
}
