import type { ConversationTurn, Page, SessionSummary, TurnsAnswer } from '@tracewright/schema';
import { askedTraces, type TraceFilter } from './asked.ts';
import { getJson } from './request.ts';

/** A page of sessions, the one that was active last first. @throws ApiFailure */
export function listSessions(
  filter: TraceFilter,
  limit: number,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<Page<SessionSummary>> {
  const query = askedTraces(filter, { limit: String(limit) });
  if (cursor !== null) query.set('cursor', cursor);
  return getJson(`/api/v1/sessions?${query}`, signal);
}

/** What was said in some traces, at most 50; those that are gone are left out. @throws ApiFailure */
export async function getTurns(
  traceIds: readonly string[],
  signal?: AbortSignal,
): Promise<readonly ConversationTurn[]> {
  const { turns } = await getJson<TurnsAnswer>(`/api/v1/turns?ids=${traceIds.join(',')}`, signal);
  return turns;
}
