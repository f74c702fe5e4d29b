import type { Page, SessionSummary } from '@tracewright/schema';
import { allOf, compare, type Expression } from '../../filter/expression.ts';
import { compareSessions, encodeSessionKey, type SessionKey } from '../../storage/spans/questions/session-key.ts';
import { sessionsOf } from '../../storage/spans/questions/sessions.ts';
import type { SessionsRequest } from '../../storage/spans/questions/span-questions.ts';
import type { SpanStore, TraceRow } from '../../storage/spans/span-store.ts';
import type { TraceNotes } from './trace-notes.ts';
import { rowsOf } from './traces-of.ts';

const ROWS_AT_ONCE = 1_000;
/** Of traces whose session stands beside their spans the newest are looked at. */
const MAX_ROWS = 20_000;
const MAX_SESSIONS = 10_000;

/**
 * A page of sessions: those that spans name, which the store pages by itself, and those that a client has said of whole
 * traces, which are put together here.
 */
export async function sessionsAsked(
  request: SessionsRequest,
  spans: Pick<SpanStore, 'sessions' | 'listTraces'>,
  notes: Pick<TraceNotes, 'tracesSaid'>,
): Promise<Page<SessionSummary>> {
  const { workspaceId, filter, limit, after } = request;
  const sessionOf = await saidOf('session', workspaceId, notes);
  if (sessionOf.size === 0) return spans.sessions(request);
  const isSaid: Expression = {
    type: 'or',
    of: [
      { type: 'traceIds', traceIds: new Set(sessionOf.keys()) },
      compare('session', 'in', ...[...new Set(sessionOf.values())].slice(0, MAX_SESSIONS)),
    ],
  };
  const userOf = await saidOf('user', workspaceId, notes);
  const rows: TraceRow[] = [];
  for await (const row of rowsOf(spans, workspaceId, allOf(filter, isSaid), ROWS_AT_ONCE)) {
    const [sessionId, userId] = [sessionOf.get(row.traceId), userOf.get(row.traceId)];
    rows.push({ ...row, sessionId: sessionId ?? row.sessionId, userId: userId ?? row.userId });
    if (rows.length === MAX_ROWS) break;
  }
  const others = await spans.sessions({ ...request, filter: allOf(filter, { type: 'not', of: isSaid }) });
  const page = merged(sessionsOf(rows, limit, after), others, limit);
  return { ...page, totalIsEstimate: others.totalIsEstimate || rows.length === MAX_ROWS };
}

async function saidOf(
  field: 'session' | 'user',
  workspaceId: string,
  notes: Pick<TraceNotes, 'tracesSaid'>,
): Promise<ReadonlyMap<string, string>> {
  const said = await notes.tracesSaid(workspaceId, field);
  return new Map(said.map(({ traceId, value }) => [traceId, value]));
}

/** One page of two lists of different sessions. */
function merged(
  said: Page<SessionSummary>,
  others: Page<SessionSummary>,
  limit: number,
): Omit<Page<SessionSummary>, 'totalIsEstimate'> {
  const all = [...said.items, ...others.items].sort((a, b) => compareSessions(keyOf(a), keyOf(b)));
  const items = all.slice(0, limit);
  const last = items.at(-1);
  const hasMore = all.length > limit || said.nextCursor !== null || others.nextCursor !== null;
  return {
    items,
    nextCursor: hasMore && last !== undefined ? encodeSessionKey(keyOf(last)) : null,
    total: said.total + others.total,
  };
}

function keyOf({ lastNs, sessionId }: SessionSummary): SessionKey {
  return { lastNs: BigInt(lastNs), sessionId };
}
