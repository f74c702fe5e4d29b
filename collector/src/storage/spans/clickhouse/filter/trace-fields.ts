import type { TraceOrder } from '@tracewright/schema';
import type { FieldName } from '../../../../filter/fields.ts';
import type { SqlField } from './comparison-condition.ts';

/** What a list of traces is sorted by, -1 where a trace has no such value: `orderValue` in SQL. */
export const ORDER_SQL: Readonly<Record<Exclude<TraceOrder, 'start'>, string>> = {
  duration: 'duration_us',
  ttft: 'ttft_us',
  cost: 'cost_nano_usd',
  tokens: 'if(input_tokens < 0 AND output_tokens < 0, -1, greatest(input_tokens, 0) + greatest(output_tokens, 0))',
  spans: 'span_count',
  errors: 'error_count',
};

/** What `traceValues` reads from a row, as columns of `traces`. */
export const TRACE_FIELDS: Partial<Record<FieldName, SqlField>> = {
  id: { type: 'id', sql: 'trace_id', bytes: 16 },
  name: { type: 'text', sql: 'name' },
  status: { type: 'text', sql: 'status', isAlways: true },
  time: { type: 'time', sql: 'start_ns' },
  end: { type: 'time', sql: 'end_ns' },
  duration: { type: 'number', sql: 'duration_us' },
  model: { type: 'list', sql: 'models' },
  input_tokens: { type: 'number', sql: 'input_tokens', known: 'input_tokens >= 0' },
  output_tokens: { type: 'number', sql: 'output_tokens', known: 'output_tokens >= 0' },
  tokens: { type: 'number', sql: `(${ORDER_SQL.tokens})`, known: '(input_tokens >= 0 OR output_tokens >= 0)' },
  cost: { type: 'number', sql: 'cost_nano_usd', known: 'cost_nano_usd >= 0' },
  service: { type: 'text', sql: 'service' },
  session: { type: 'text', sql: 'session_id' },
  user: { type: 'text', sql: 'user_id' },
  run: { type: 'text', sql: 'run_id' },
  experiment: { type: 'text', sql: 'experiment_id', isAlways: true },
  preview: { type: 'text', sql: 'preview' },
  problem: {
    type: 'words',
    of: {
      unended: "status = 'running'",
      orphaned: 'NOT has_root',
      unpriced: 'is_cost_partial',
      estimated: 'is_usage_estimated',
    },
  },
  spans: { type: 'number', sql: 'span_count' },
  llm_calls: { type: 'number', sql: 'llm_count' },
  errors: { type: 'number', sql: 'error_count' },
};
