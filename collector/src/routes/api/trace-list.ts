import type { Page, TraceSummary } from '@tracewright/schema';
import type { Expression } from '../../filter/expression.ts';
import type { SpanStore } from '../../storage/spans/span-store.ts';
import { placeOf } from '../../storage/spans/trace-order.ts';
import { encodeCursor } from './cursor.ts';
import { scorePage } from './score-order.ts';
import { parseScoreListQuery, parseTraceListQuery } from './trace-list-query.ts';
import type { TraceNotes } from './trace-notes.ts';
import { traceSummaries } from './trace-summaries.ts';

/**
 * A page of the traces of a filter, in the order that the query names.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` naming the parameter.
 */
export async function traceList(
  spans: SpanStore,
  notes: TraceNotes,
  workspaceId: string,
  filter: Expression,
  query: Readonly<Record<string, string>>,
): Promise<Page<TraceSummary>> {
  const byScore = parseScoreListQuery(workspaceId, filter, query);
  if (byScore) {
    const { rows, cursor, scored } = await scorePage(spans, notes, byScore);
    const items = await traceSummaries(rows, notes, workspaceId);
    // How many of those that have the score the filter takes is known when all of them have been looked at.
    const isAll = byScore.after === undefined && cursor === null;
    return { items, nextCursor: cursor, total: isAll ? items.length : scored, totalIsEstimate: !isAll };
  }
  const wanted = parseTraceListQuery(workspaceId, filter, query);
  const page = await spans.listTraces(wanted);
  const last = page.rows.at(-1);
  const next = page.searchedTo ?? (last && placeOf(last, wanted.order ?? 'start'));
  return {
    items: await traceSummaries(page.rows, notes, workspaceId),
    nextCursor: page.hasMore && next !== undefined ? encodeCursor(next, wanted.order) : null,
    total: page.total,
    totalIsEstimate: page.isTotalEstimate,
  };
}
