import { type NanoUsd, type Page, type SessionSummary, toUsd } from '@tracewright/schema';
import type { TraceRow } from '../span-store.ts';
import { compareSessions, encodeSessionKey, type SessionKey } from './session-key.ts';
import type { SessionPage } from './span-questions.ts';

/** Distinct users and models that a row of the list names. */
const MAX_NAMES = 10;

interface Session {
  readonly sessionId: string;
  firstNs: bigint;
  lastNs: bigint;
  traceCount: number;
  errorCount: number;
  durationUs: number;
  inputTokens: number;
  outputTokens: number;
  cost: number;
  isCostPartial: boolean;
  readonly users: Set<string>;
  readonly models: Set<string>;
  readonly firstPreview: string;
  lastPreview: string;
}

/** Puts the traces of each session together; the one that was active last comes first. @param after the last of the page before */
export function sessionsOf(rows: Iterable<TraceRow>, limit: number, after?: SessionKey): Page<SessionSummary> {
  const sessions = new Map<string, Session>();
  const inOrder = [...rows]
    .filter(({ sessionId }) => sessionId !== '')
    .sort((a, b) => (a.startNs < b.startNs ? -1 : 1));
  for (const row of inOrder) add(sessions, row);
  const rest = [...sessions.values()]
    .filter((session) => after === undefined || compareSessions(after, session) < 0)
    .sort(compareSessions);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(summaryOf),
    nextCursor: page.length < rest.length && last !== undefined ? encodeSessionKey(last) : null,
    total: sessions.size,
    totalIsEstimate: false,
  };
}

/** The same of traces that are known to be those of one page. */
export function sessionsOfPage(
  rows: Iterable<TraceRow>,
  { sessionIds, hasMore, total }: SessionPage,
): Page<SessionSummary> {
  const { items } = sessionsOf(rows, sessionIds.length);
  const last = items.at(-1);
  const nextCursor =
    hasMore && last !== undefined ? encodeSessionKey({ lastNs: BigInt(last.lastNs), sessionId: last.sessionId }) : null;
  return { items, nextCursor, total, totalIsEstimate: false };
}

function add(sessions: Map<string, Session>, row: TraceRow): void {
  const session: Session = sessions.get(row.sessionId) ?? {
    sessionId: row.sessionId,
    firstNs: row.startNs,
    lastNs: row.endNs,
    traceCount: 0,
    errorCount: 0,
    durationUs: 0,
    inputTokens: -1,
    outputTokens: -1,
    cost: -1,
    isCostPartial: false,
    users: new Set(),
    models: new Set(),
    firstPreview: row.preview,
    lastPreview: '',
  };
  sessions.set(row.sessionId, session);
  if (row.endNs > session.lastNs) session.lastNs = row.endNs;
  session.traceCount++;
  if (row.status === 'error') session.errorCount++;
  session.durationUs += row.durationUs;
  session.inputTokens = added(session.inputTokens, row.inputTokens);
  session.outputTokens = added(session.outputTokens, row.outputTokens);
  session.cost = added(session.cost, row.costNanoUsd);
  if (row.isCostPartial) session.isCostPartial = true;
  if (row.userId !== '') session.users.add(row.userId);
  for (const model of row.models) session.models.add(model);
  session.lastPreview = row.preview;
}

function added(sum: number, value: number): number {
  return value < 0 ? sum : Math.max(0, sum) + value;
}

function summaryOf(session: Session): SessionSummary {
  const known = (sum: number): number | null => (sum < 0 ? null : sum);
  return {
    sessionId: session.sessionId,
    traceCount: session.traceCount,
    errorCount: session.errorCount,
    firstNs: session.firstNs.toString(),
    lastNs: session.lastNs.toString(),
    durationMs: session.durationUs / 1_000,
    inputTokens: known(session.inputTokens),
    outputTokens: known(session.outputTokens),
    costUsd: session.cost < 0 ? null : toUsd(session.cost as NanoUsd),
    isCostPartial: session.isCostPartial,
    users: [...session.users].slice(0, MAX_NAMES),
    models: [...session.models].slice(0, MAX_NAMES),
    firstPreview: session.firstPreview || null,
    lastPreview: session.lastPreview || null,
  };
}
