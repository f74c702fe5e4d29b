import { nanos } from '@tracewright/schema';
import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import { columnText } from '../../normalise/column-text.ts';
import type { TraceCondition, TraceQuery } from '../../storage/spans/span-store.ts';
import { decodeCursor } from './cursor.ts';

const text = v.pipe(v.string(), v.maxLength(1_024, 'is too long'));

const time = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return nanos(dataset.value);
    } catch {
      addIssue({ message: 'is a decimal number of nanoseconds since the Unix epoch' });
      return NEVER;
    }
  }),
);

const LIMIT_RULE = 'is a whole number from 1 to 1000';

const ListTraces = v.object({
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d+$/, LIMIT_RULE),
      v.transform(Number),
      v.minValue(1, LIMIT_RULE),
      v.maxValue(1_000, LIMIT_RULE),
    ),
    '50',
  ),
  cursor: v.optional(v.string()),
  status: v.optional(v.picklist(['unset', 'ok', 'error', 'running'], 'is one of unset, ok, error, running')),
  model: v.optional(text),
  experimentId: v.optional(v.pipe(v.string(), v.regex(/^\d{1,19}$/, 'is a decimal number'))),
  sessionId: v.optional(text),
  /** First start that is listed. */
  from: v.optional(time),
  /** First start that is no longer listed. */
  to: v.optional(time),
});

/**
 * Reads the query string of `GET /api/v1/traces`; names that it does not know are ignored.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` naming the parameter.
 */
export function parseTraceListQuery(workspaceId: string, query: Readonly<Record<string, string>>): TraceQuery {
  const parsed = v.safeParse(ListTraces, query);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new ApiError('INVALID_PARAMETER_VALUE', `${String(issue.path?.[0]?.key)} ${issue.message}`);
  }
  const { limit, cursor, status, model, experimentId, sessionId, from, to } = parsed.output;
  const conditions: TraceCondition[] = [];
  if (status !== undefined) conditions.push({ field: 'status', op: '=', value: status });
  if (model !== undefined) conditions.push({ field: 'model', op: '=', value: columnText(model) });
  if (experimentId !== undefined) conditions.push({ field: 'experiment_id', op: '=', value: experimentId });
  if (sessionId !== undefined) conditions.push({ field: 'session_id', op: '=', value: columnText(sessionId) });
  if (from !== undefined) conditions.push({ field: 'start_ns', op: '>=', value: from });
  if (to !== undefined) conditions.push({ field: 'start_ns', op: '<', value: to });
  return {
    workspaceId,
    filter: { conditions },
    limit,
    ...(cursor === undefined ? {} : { after: decodeCursor(cursor) }),
  };
}
