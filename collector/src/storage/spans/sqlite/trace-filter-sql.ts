import type { Comparison, Expression, FullText } from '../../../filter/expression.ts';
import { comparisonSql } from './comparison-sql.ts';
import { allOf, exactly, type FilterSql } from './sql-condition.ts';
import { TraceSet } from './text/trace-set.ts';

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
