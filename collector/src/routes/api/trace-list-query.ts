import type { ScoreOrder } from '@tracewright/schema';
import * as v from 'valibot';
import type { Expression } from '../../filter/expression.ts';
import type { TraceQuery } from '../../storage/spans/span-store.ts';
import { decodeCursor } from './cursor.ts';
import { choiceParameter, limitParameter, parseQuery } from './query-parameters.ts';
import type { ScoreQuery } from './score-order.ts';

const ListTraces = v.object({
  limit: limitParameter(50, 1_000),
  cursor: v.optional(v.string()),
  order: v.optional(choiceParameter('start', 'duration', 'ttft', 'cost', 'tokens', 'spans', 'errors'), 'start'),
});

const ListByScore = v.object({
  limit: ListTraces.entries.limit,
  cursor: v.optional(v.string()),
  order: v.custom<ScoreOrder>((order) => typeof order === 'string' && /^-?score\../s.test(order)),
});

/** The same where it is to be sorted by what was said of the traces; undefined where it is not. */
export function parseScoreListQuery(
  workspaceId: string,
  filter: Expression,
  query: Readonly<Record<string, string>>,
): ScoreQuery | undefined {
  if (!v.is(ListByScore.entries.order, query.order)) return undefined;
  const { limit, cursor, order } = parseQuery(ListByScore, query);
  return { workspaceId, filter, limit, order, after: cursor };
}

/**
 * How much of a list of traces `GET /api/v1/traces` wants.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` naming the parameter.
 */
export function parseTraceListQuery(
  workspaceId: string,
  filter: Expression,
  query: Readonly<Record<string, string>>,
): TraceQuery {
  const { limit, cursor, order } = parseQuery(ListTraces, query);
  return { workspaceId, filter, limit, order, ...(cursor === undefined ? {} : { after: decodeCursor(cursor, order) }) };
}
