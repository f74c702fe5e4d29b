import * as v from 'valibot';
import type { Expression } from '../../filter/expression.ts';
import type { TraceQuery } from '../../storage/spans/span-store.ts';
import { decodeCursor } from './cursor.ts';
import { choiceParameter, limitParameter, parseQuery } from './query-parameters.ts';

const ListTraces = v.object({
  limit: limitParameter(50, 1_000),
  cursor: v.optional(v.string()),
  order: v.optional(choiceParameter('start', 'duration', 'ttft', 'cost', 'tokens', 'spans', 'errors'), 'start'),
});

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
