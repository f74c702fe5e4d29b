import type { SQLInputValue } from 'node:sqlite';
import type { Comparison, FilterValue } from '../../../filter/expression.ts';
import type { FieldName } from '../../../filter/fields.ts';
import { idBytes } from './chunk/id-bytes.ts';
import { duplicatesSql } from './duplicate-table.ts';
import { PREVIEW_SQL } from './late-event-table.ts';
import { exactly, type FilterSql } from './sql-condition.ts';
import { ORDER_SQL } from './trace-order-sql.ts';
import { FAILED_SQL, INDEXED_SQL, PROBLEM_SQL, STATUS_CODES, timeKey, WAITING_SQL } from './trace-table.ts';

/** Columns of numbers, and which of their values mean something; of times as they are stored. */
const NUMBER_COLUMNS: Partial<
  Record<FieldName, { readonly value: string; readonly known?: string; readonly isTime?: true }>
> = {
  time: { value: 'start_ns', isTime: true },
  end: { value: 'end_ns', isTime: true },
  duration: { value: 'duration_us' },
  input_tokens: { value: 'input_tokens', known: 'input_tokens >= 0' },
  output_tokens: { value: 'output_tokens', known: 'output_tokens >= 0' },
  tokens: { value: ORDER_SQL.tokens, known: '(input_tokens >= 0 OR output_tokens >= 0)' },
  cost: { value: 'cost_nano_usd', known: 'cost_nano_usd >= 0' },
  spans: { value: 'span_count' },
  llm_calls: { value: 'llm_count' },
  errors: { value: 'error_count' },
};

/** Columns of texts, '' where there is none. */
const TEXT_COLUMNS: Partial<Record<FieldName, string>> = {
  name: 'name',
  service: 'service',
  session: 'session_id',
  user: 'user_id',
  run: 'run_id',
  experiment: 'experiment_id',
  preview: `(${PREVIEW_SQL})`,
};

/** Those of them that have an index, of the traces that have a value. */
const INDEXED_COLUMNS: ReadonlySet<string> = new Set(['session_id', 'user_id']);

/** What the columns of `traces` tell of a comparison; undefined where only the rows themselves can tell. */
export function comparisonSql(comparison: Comparison): FilterSql | undefined {
  const { field, operator, values } = comparison;
  if (field === 'status') {
    // As it stands in the definition of the index: of a value that is given apart SQLite does not know that it fits.
    const isOnly = operator === '=' || (operator === 'in' && values.length === 1);
    if (isOnly && values[0] === 'error') return { ...exactly(FAILED_SQL), isIndexed: true };
    return inSet(
      'status',
      operator,
      values.map((value) => STATUS_CODES.indexOf(value as 'ok')),
    );
  }
  if (field === 'problem') return problemSql(comparison);
  if (field === 'duplicates') return { ...duplicatesSql(comparison), isExact: true };
  if (field === 'id')
    return inSet(
      'trace_id',
      operator,
      values.map((value) => idOrNone(String(value))),
    );
  if (field === 'model') return modelSql(comparison);
  const text = TEXT_COLUMNS[field];
  if (text !== undefined) return textSql(text, comparison);
  const number = NUMBER_COLUMNS[field];
  return number && numberSql(number, comparison);
}

/** Of columns that always have a value. */
function inSet(
  column: string,
  operator: Comparison['operator'],
  values: readonly SQLInputValue[],
): FilterSql | undefined {
  if (operator === 'exists') return exactly('1');
  if (operator === '=' || operator === '!=') return exactly(`${column} ${operator} ?`, values[0]!);
  return operator === 'in' ? exactly(`${column} IN (${marks(values)})`, ...values) : undefined;
}

function textSql(column: string, { operator, values }: Comparison): FilterSql | undefined {
  const texts = values.map(String);
  switch (operator) {
    case 'exists':
      return exactly(`${column} <> ''`);
    case '=':
      // Of a value that is given apart SQLite does not know that it is not empty.
      if (!INDEXED_COLUMNS.has(column) || texts[0] === '') return exactly(`${column} = ?`, texts[0]!);
      return indexedSql(column, texts[0]!);
    case '!=':
      return exactly(`${column} <> '' AND ${column} <> ?`, texts[0]!);
    case 'in':
      return exactly(`${column} <> '' AND ${column} IN (${marks(texts)})`, ...texts);
    default:
      return undefined;
  }
}

/** As it stands in the definitions of the indexes; those that wait for one have another. */
function indexedSql(column: string, text: string): FilterSql {
  const indexed = { sql: `${column} <> '' AND ${INDEXED_SQL} AND ${column} = ?`, parameters: [text] };
  const waiting = { sql: `${WAITING_SQL} AND ${column} = ?`, parameters: [text] };
  const sql = `(${indexed.sql}) OR (${waiting.sql})`;
  return { ...exactly(sql, text, text), isIndexed: true, parts: [indexed, waiting] };
}

function numberSql(
  {
    value,
    known = '1',
    isTime = false,
  }: { readonly value: string; readonly known?: string; readonly isTime?: boolean },
  { operator, values }: Comparison,
): FilterSql {
  const numbers = values.map((given) => (isTime ? timeKey(given as bigint) : (given as number)));
  if (operator === 'exists') return exactly(known);
  if (operator === 'in') return exactly(`${known} AND ${value} IN (${marks(numbers)})`, ...numbers);
  return exactly(`${known} AND ${value} ${operator} ?`, numbers[0]!);
}

/** A trace may have several: what it has not is for the rows to tell. */
function problemSql({ operator, values }: Comparison): FilterSql | undefined {
  if (operator !== '=') return undefined;
  const sql = PROBLEM_SQL[String(values[0])];
  return sql === undefined ? undefined : exactly(sql);
}

function modelSql({ operator, values }: Comparison): FilterSql | undefined {
  if (operator === 'exists') return exactly(`models <> '[]'`);
  if (operator !== '=' && operator !== 'in') return undefined;
  const models = values.map(String);
  // A quote within a name has a backslash before it: behind a bracket or a comma it begins a name or ends one, and behind
  // an end stands a comma. So the JSON text tells of all other names, without being read as JSON.
  if (models.some((model) => model === '' || model.startsWith(','))) return undefined;
  const names = models.map((model) => JSON.stringify(model));
  const each = '(instr(models, ?) = 1 OR instr(models, ?) > 0)';
  return exactly(
    names.length === 0 ? '0' : names.map(() => each).join(' OR '),
    ...names.flatMap((name) => [`[${name}`, `,${name}`]),
  );
}

function marks(values: readonly FilterValue[] | readonly SQLInputValue[]): string {
  return values.map(() => '?').join(', ');
}

/** Bytes that are no trace's id where the text is none. */
function idOrNone(id: string): Uint8Array {
  return /^[0-9a-f]{32}$/.test(id) ? idBytes(id) : new Uint8Array();
}
