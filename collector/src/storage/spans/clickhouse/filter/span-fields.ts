import { PATH_SEPARATOR } from '@tracewright/schema';
import type { FieldName } from '../../../../filter/fields.ts';
import type { SqlField } from './comparison-condition.ts';

/** As `Status` of the API: `spanStatus` in SQL. */
export const SPAN_STATUS_SQL =
  "multiIf(is_pending, 'running', status_code = 2, 'error', status_code = 1, 'ok', 'unset')";

/** What `spanValues` reads from a span, as columns of `spans`; what stands in its payload is not among them. */
export const SPAN_FIELDS: Partial<Record<FieldName, SqlField>> = {
  name: { type: 'text', sql: 'name' },
  status: { type: 'text', sql: SPAN_STATUS_SQL, isAlways: true },
  time: { type: 'time', sql: 'start_ns', minute: 'minute' },
  duration: { type: 'number', sql: 'duration_us', known: 'duration_us >= 0' },
  self_time: { type: 'number', sql: 'self_us', known: 'self_us >= 0' },
  skew: { type: 'number', sql: 'skew_us', known: 'skew_us >= 0' },
  ttft: { type: 'number', sql: 'ttft_us', known: 'ttft_us >= 0' },
  kind: { type: 'text', sql: 'kind', isAlways: true },
  path: { type: 'text', sql: `replaceAll(path, char(${PATH_SEPARATOR.charCodeAt(0)}), ' > ')`, isAlways: true },
  model: { type: 'text', sql: 'model' },
  provider: { type: 'text', sql: 'provider' },
  input_tokens: { type: 'number', sql: 'input_tokens', known: 'input_tokens >= 0' },
  output_tokens: { type: 'number', sql: 'output_tokens', known: 'output_tokens >= 0' },
  tokens: {
    type: 'number',
    sql: '(greatest(input_tokens, 0) + greatest(output_tokens, 0))',
    known: '(input_tokens >= 0 OR output_tokens >= 0)',
  },
  cached_tokens: { type: 'number', sql: 'cache_read_tokens', known: 'cache_read_tokens >= 0' },
  reasoning_tokens: { type: 'number', sql: 'reasoning_tokens', known: 'reasoning_tokens >= 0' },
  cost: { type: 'number', sql: 'cost_nano_usd', known: 'cost_nano_usd >= 0' },
  service: { type: 'text', sql: 'service' },
  session: { type: 'text', sql: 'session_id' },
  user: { type: 'text', sql: 'user_id' },
  run: { type: 'text', sql: 'run_id' },
  prompt: { type: 'text', sql: 'prompt_name' },
  prompt_version: { type: 'text', sql: 'prompt_version' },
  span_id: { type: 'id', sql: 'span_id', bytes: 8 },
  preview: { type: 'text', sql: 'preview' },
};
