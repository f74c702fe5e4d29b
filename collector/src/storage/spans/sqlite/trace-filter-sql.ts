import type { SQLInputValue } from 'node:sqlite';
import type { TraceOrder } from '@tracewright/schema';
import type { Comparison, Expression, FilterValue, FullText } from '../../../filter/expression.ts';
import type { FieldName } from '../../../filter/fields.ts';
import type { TraceKey } from '../span-store.ts';
import { idBytes } from './chunk/id-bytes.ts';
import { duplicatesSql } from './duplicate-table.ts';
import { PREVIEW_SQL } from './late-event-table.ts';
import { TraceSet } from './text/trace-set.ts';
import { FAILED_SQL, INDEXED_SQL, PROBLEM_SQL, STATUS_CODES, timeKey, WAITING_SQL } from './trace-table.ts';

/** A condition on `traces`, with its parameters in order. */
export interface SqlCondition {
  readonly sql: string;
  readonly parameters: readonly SQLInputValue[];
}

/** A condition that lets everything through that a filter does, and if `isExact` nothing else. */
export interface FilterSql extends SqlCondition {
  readonly isExact: boolean;
  /** Set where an index has nothing but these traces, so that they are counted as fast as they are found. */
  readonly isIndexed?: true;
  /** The same in two parts that have no trace in common, where each has an index in the order of the list. */
  readonly parts?: readonly [SqlCondition, SqlCondition];
  /** Where an index of texts knows: nothing else passes, and if `isAll` each of them does; traces by their numbers. */
  readonly among?: { readonly traces: TraceSet; readonly isAll: boolean };
}

/** What is known of the traces that say something; undefined where nothing is. */
export type TextSql = (text: FullText) => FilterSql | undefined;

/** What is known of the traces with a span whose attributes compare so: any of these holds; undefined where nothing is. */
export type AttributesSql = (comparison: Comparison) => readonly FilterSql[] | undefined;

/** What is known of the traces with a span for which something holds; undefined where nothing is. */
export type SpanSql = (filter: Expression) => FilterSql | undefined;

/** What stands beside the table of traces. */
export interface Indexes {
  readonly texts: TextSql;
  readonly attributes: AttributesSql;
  readonly spans: SpanSql;
}

const ANYTHING: FilterSql = { sql: '1', parameters: [], isExact: false };

const NO_INDEXES: Indexes = { texts: () => undefined, attributes: () => undefined, spans: () => undefined };

/** Translates what the table of traces can answer of a filter, and what indexes beside it can. */
export function filterSql(filter: Expression, indexes: Indexes = NO_INDEXES): FilterSql {
  switch (filter.type) {
    case 'and':
      return conjunction(filter.of.map((each) => filterSql(each, indexes)));
    case 'or':
      return disjunction(filter.of.map((each) => filterSql(each, indexes)));
    case 'not': {
      const { sql, parameters, isExact } = filterSql(filter.of, indexes);
      return isExact ? { sql: `NOT (${sql})`, parameters, isExact } : ANYTHING;
    }
    case 'trace':
      return filterSql(filter.of, indexes);
    case 'compare':
      return comparisonSql(filter) ?? ANYTHING;
    case 'traceIds': {
      const ids = JSON.stringify([...filter.traceIds].filter((id) => /^[0-9a-f]{32}$/.test(id)));
      return exactly('trace_id IN (SELECT unhex(value) FROM json_each(?))', ids);
    }
    case 'has':
      return hasSql(filter.of, indexes);
    case 'text':
      return indexes.texts(filter) ?? ANYTHING;
  }
}

function hasSql(filter: Expression, indexes: Indexes): FilterSql {
  const bySpans = indexes.spans(filter);
  if (bySpans?.isExact) return bySpans;
  const byParts = spanSql(filter, indexes);
  return bySpans === undefined ? byParts : withoutProof(conjunction([bySpans, byParts]));
}

/** What is true of a trace that has a span for which this holds. */
function spanSql(filter: Expression, indexes: Indexes): FilterSql {
  switch (filter.type) {
    case 'text':
      return indexes.texts(filter) ?? ANYTHING;
    case 'and':
      return withoutProof(conjunction(filter.of.map((each) => spanSql(each, indexes))));
    case 'or':
      return disjunction(filter.of.map((each) => spanSql(each, indexes)));
    case 'trace':
      return filterSql(filter.of, indexes);
    case 'compare': {
      const parts = indexes.attributes(filter);
      return parts === undefined ? ANYTHING : disjunction(parts);
    }
    default:
      return ANYTHING;
  }
}

/** Splits a filter into bounds of the start, which the index answers, and all the rest. */
export function splitRange(filter: Expression): { readonly range: readonly Comparison[]; readonly rest: Expression } {
  const parts = filter.type === 'and' ? filter.of : [filter];
  const isBound = (part: Expression): part is Comparison =>
    part.type === 'compare' && part.field === 'time' && ['<', '<=', '>', '>='].includes(part.operator);
  return { range: parts.filter(isBound), rest: { type: 'and', of: parts.filter((part) => !isBound(part)) } };
}

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

/** All of these. @param conditions at least one */
export function allOf(conditions: readonly SqlCondition[]): SqlCondition {
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(' AND '),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

function conjunction(parts: readonly FilterSql[]): FilterSql {
  const known = parts.flatMap(({ among }) => among ?? []);
  const traces = known.map((each) => each.traces).reduce<TraceSet | undefined>(intersect, undefined);
  const isAll = known.length === parts.length && known.every((each) => each.isAll);
  const isIndexed = parts.length === 1 && parts[0]?.isIndexed;
  const split = splitBy(parts);
  return {
    ...joined(parts, ' AND ', '1'),
    ...(isIndexed && { isIndexed }),
    ...(split && { parts: split }),
    ...(traces && { among: { traces, isAll } }),
  };
}

/** All of these in the two parts that the first of them has. */
function splitBy(conditions: readonly FilterSql[]): FilterSql['parts'] {
  const split = conditions.find(({ parts }) => parts !== undefined);
  if (split?.parts === undefined) return undefined;
  const rest = conditions.filter((condition) => condition !== split);
  return [allOf([split.parts[0], ...rest]), allOf([split.parts[1], ...rest])];
}

/** What holds for a trace need not hold for one and the same of its spans. */
function withoutProof({ among, parts: _, ...sql }: FilterSql): FilterSql {
  return { ...sql, isExact: false, ...(among && { among: { ...among, isAll: false } }) };
}

function intersect(all: TraceSet | undefined, set: TraceSet): TraceSet {
  return all?.intersection(set) ?? set;
}

function disjunction(parts: readonly FilterSql[]): FilterSql {
  const whole = joined(parts, ' OR ', '0');
  const traces = new TraceSet();
  for (const { among } of parts) {
    if (among === undefined) return whole;
    traces.addAll(among.traces);
  }
  return { ...whole, among: { traces, isAll: parts.every(({ among }) => among?.isAll) } };
}

function joined(parts: readonly FilterSql[], by: ' AND ' | ' OR ', none: string): FilterSql {
  if (parts.length === 0) return exactly(none);
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(by),
    parameters: parts.flatMap(({ parameters }) => parameters),
    isExact: parts.every(({ isExact }) => isExact),
  };
}

function exactly(sql: string, ...parameters: readonly SQLInputValue[]): FilterSql {
  return { sql, parameters, isExact: true };
}

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

/** Undefined where only the rows themselves can tell. */
function comparisonSql(comparison: Comparison): FilterSql | undefined {
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
