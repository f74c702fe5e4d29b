import type { SQLOutputValue } from 'node:sqlite';
import type { NanoUsd } from '@tracewright/schema';
import type { LightField, LightRow } from '../questions/light-row.ts';
import { readId } from './chunk/id-bytes.ts';
import { FLAG, STATUS_CODES } from './trace-table.ts';

/** Where a field stands in `traces`, as a number that a double holds, a text or bytes, and how it is read from there. */
interface LightColumn<T> {
  readonly sql: string;
  readonly read: (cell: SQLOutputValue) => T;
}

const text = (sql: string): LightColumn<string> => ({ sql, read: (cell) => cell as string });
const number = (sql: string): LightColumn<number> => ({ sql, read: (cell) => cell as number });
/** What senders' clocks and counts add up to may be beyond 2^53, where whole numbers are refused: it comes as a double. */
const sum = (column: string): LightColumn<number> => number(`CAST(${column} AS REAL)`);

/** Lists of models repeat from trace to trace; they are forgotten where there are more than this. */
const MAX_MODEL_LISTS = 1_000;
const modelLists = new Map<string, readonly string[]>();

export const LIGHT_COLUMNS: { readonly [F in LightField]: LightColumn<LightRow[F]> } = {
  traceId: { sql: 'trace_id', read: (cell) => readId(cell as Uint8Array, 0, 16) },
  // Times are ns minus 2^63, which itself is no number of SQLite's.
  startMs: number('(start_ns + 9223372036854775807 + 1) / 1000000'),
  durationUs: sum('duration_us'),
  status: { sql: 'status', read: (cell) => STATUS_CODES[cell as number] ?? 'unset' },
  inputTokens: sum('input_tokens'),
  outputTokens: sum('output_tokens'),
  costNanoUsd: { sql: 'CAST(cost_nano_usd AS REAL)', read: (cell) => cell as NanoUsd | -1 },
  isCostPartial: { sql: `flags & ${FLAG.isCostPartial}`, read: (cell) => cell !== 0 },
  models: { sql: 'models', read: (cell) => modelsOf(cell as string) },
  name: text('name'),
  service: text('service'),
  sessionId: text('session_id'),
  userId: text('user_id'),
  runId: text('run_id'),
  experimentId: text('experiment_id'),
};

function modelsOf(json: string): readonly string[] {
  const known = modelLists.get(json);
  if (known !== undefined) return known;
  if (modelLists.size >= MAX_MODEL_LISTS) modelLists.clear();
  const models = JSON.parse(json) as readonly string[];
  modelLists.set(json, models);
  return models;
}
