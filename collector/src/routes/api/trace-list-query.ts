import { nanos } from '@tracewright/schema';
import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
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

const ListTraces = v.object({
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,4}$/, 'is a whole number'),
      v.transform(Number),
      v.minValue(1, 'is at least 1'),
      v.maxValue(1_000, 'is at most 1000'),
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
  if (model !== undefined) conditions.push({ field: 'model', op: '=', value: model });
  if (experimentId !== undefined) conditions.push({ field: 'experiment_id', op: '=', value: experimentId });
  if (sessionId !== undefined) conditions.push({ field: 'session_id', op: '=', value: sessionId });
  if (from !== undefined) conditions.push({ field: 'start_ns', op: '>=', value: from });
  if (to !== undefined) conditions.push({ field: 'start_ns', op: '<', value: to });
  return {
    workspaceId,
    filter: { conditions },
    limit,
    ...(cursor === undefined ? {} : { after: decodeCursor(cursor) }),
  };
}
