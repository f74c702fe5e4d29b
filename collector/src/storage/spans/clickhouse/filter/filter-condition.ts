import type { Expression } from '../../../../filter/expression.ts';
import { textCondition } from '../text/text-condition.ts';
import { comparisonCondition } from './comparison-condition.ts';
import { ANYTHING, type Condition, exactly, junction, negation } from './condition.ts';
import { duplicatesCondition } from './duplicates-condition.ts';
import { SPAN_FIELDS } from './span-fields.ts';
import type { SqlParams } from './sql-params.ts';
import { TRACE_FIELDS } from './trace-fields.ts';

/** A condition on rows of `traces`, for a filter on traces. */
export function traceCondition(filter: Expression, params: SqlParams): Condition {
  switch (filter.type) {
    case 'and':
    case 'or':
      return junction(
        filter.type,
        filter.of.map((each) => traceCondition(each, params)),
      );
    case 'not':
      return negation(traceCondition(filter.of, params));
    case 'trace':
      return traceCondition(filter.of, params);
    case 'traceIds':
      return exactly(`trace_id IN ${params.ids(filter.traceIds, 16)}`);
    case 'compare': {
      if (filter.field === 'duplicates') return duplicatesCondition(filter, params);
      const field = TRACE_FIELDS[filter.field];
      return field === undefined ? ANYTHING : comparisonCondition(field, filter, params);
    }
    case 'has':
      return hasSpan(spanCondition(filter.of, params), params);
    case 'text':
      return textCondition(filter, params);
  }
}

/** A condition on rows of `spans`, for a filter on spans. */
export function spanCondition(filter: Expression, params: SqlParams): Condition {
  switch (filter.type) {
    case 'and':
    case 'or':
      return junction(
        filter.type,
        filter.of.map((each) => spanCondition(each, params)),
      );
    case 'not':
      return negation(spanCondition(filter.of, params));
    case 'traceIds':
      return { ...exactly(`trace_id IN ${params.ids(filter.traceIds, 16)}`), isOfTrace: true };
    case 'trace':
    case 'has': {
      const { sql, isExact } = traceCondition(filter.type === 'trace' ? filter.of : filter, params);
      if (sql === '1') return { sql, isExact };
      const ofTrace = `trace_id IN (${params.rows.traces.select('trace_id', `${params.workspace} AND (${sql})`)})`;
      return { sql: ofTrace, isExact, isOfTrace: true };
    }
    case 'compare': {
      const field = SPAN_FIELDS[filter.field];
      return field === undefined ? ANYTHING : comparisonCondition(field, filter, params);
    }
    case 'text':
      return { ...textCondition(filter, params), isOfTrace: true };
  }
}

/** What is true of a trace that has a span for which this holds. */
function hasSpan(condition: Condition, params: SqlParams): Condition {
  const { sql, isExact, isOfTrace } = condition;
  // Every trace has a span.
  if (sql === '1' || isOfTrace) return condition;
  return { sql: `trace_id IN (${params.rows.spans.select('trace_id', `${params.workspace} AND (${sql})`)})`, isExact };
}
