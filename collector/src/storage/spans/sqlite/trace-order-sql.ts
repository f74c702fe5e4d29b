import type { TraceOrder } from '@tracewright/schema';
import type { TraceKey } from '../span-store.ts';
import { idBytes } from './chunk/id-bytes.ts';
import type { SqlCondition } from './sql-condition.ts';
import { timeKey } from './trace-table.ts';

/** What a list is sorted by, as SQL. */
export const ORDER_SQL: Readonly<Record<TraceOrder, string>> = {
  start: 'start_ns',
  duration: 'duration_us',
  ttft: 'ifnull(ttft_us, -1)',
  cost: 'cost_nano_usd',
  // As a double, as a cursor says it: beyond 2^53 the whole number would be another one.
  tokens:
    'CASE WHEN input_tokens < 0 AND output_tokens < 0 THEN -1 ELSE CAST(max(input_tokens, 0) + max(output_tokens, 0) AS REAL) END',
  spans: 'span_count',
  errors: 'error_count',
};

/** Traces that a list shows after this one. */
export function afterSql({ value, startNs, traceId }: TraceKey, order: TraceOrder): SqlCondition {
  const place = [timeKey(startNs), idBytes(traceId)];
  if (order === 'start') return { sql: '(start_ns, trace_id) < (?, ?)', parameters: place };
  return { sql: `(${ORDER_SQL[order]}, start_ns, trace_id) < (?, ?, ?)`, parameters: [value ?? -1, ...place] };
}
