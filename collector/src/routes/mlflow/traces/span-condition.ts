import type { StepKind } from '@tracewright/schema';
import { ApiError } from '../../../errors.ts';
import type { EntityCondition } from '../../../filter/entities/entity-table.ts';
import { allOf, compare, type Expression } from '../../../filter/expression.ts';
import { KIND_OF_TYPE } from '../../../normalise/mlflow.ts';
import { anyOf, comparison } from './filter-terms.ts';
import { MLFLOW_SPAN } from './span-exchange.ts';

const ATTRIBUTES = 'attributes.';
const STATUSES = { OK: 'ok', ERROR: 'error', UNSET: 'unset' } as const;

/** What a filter asks of a span: a trace passes where one of its spans does. @throws ApiError `INVALID_PARAMETER_VALUE` */
export function spanCondition(condition: EntityCondition): Expression {
  return { type: 'has', of: ofSpan(condition) };
}

/** What a filter asks, of one span. @throws ApiError `INVALID_PARAMETER_VALUE` */
export function ofSpan(condition: EntityCondition): Expression {
  const { key, operator } = condition;
  switch (key) {
    case 'name':
      return comparison('name', condition);
    case 'type':
      return typeCondition(condition);
    case 'status': {
      const values = condition.values.map((value) => STATUSES[value as keyof typeof STATUSES] ?? String(value));
      return comparison('status', { ...condition, values });
    }
    case 'content':
      if (operator !== 'LIKE' && operator !== 'ILIKE') {
        throw invalid(`span.content comparator '${operator}' not one of '['LIKE', 'ILIKE']'`);
      }
      return anyOf(comparison('content', condition), comparison('name', condition));
    default:
      if (!key.startsWith(ATTRIBUTES)) {
        throw invalid(
          `Invalid span attribute '${key}'. Supported attributes: name, status, type, attributes.<attribute_name>.`,
        );
      }
      return comparison('attributes', condition, key.slice(ATTRIBUTES.length));
  }
}

/** MLflow's spans have their type in an attribute; those of others are of the kind that the type means. */
function typeCondition(condition: EntityCondition): Expression {
  const sent = comparison('attributes', condition, MLFLOW_SPAN.type);
  const { operator, values } = condition;
  if (operator !== '=' && operator !== 'IN') return sent;
  const kinds = new Set(values.flatMap((value): readonly StepKind[] => kindOf(String(value))));
  if (kinds.size === 0) return sent;
  const has = comparison('attributes', { key: '', operator: 'IS NULL', values: [] }, MLFLOW_SPAN.type);
  // Types that are known are looked for among the kinds first: those stand in columns.
  const known = allOf(compare('kind', 'in', ...kinds), anyOf(sent, has));
  return values.some((value) => kindOf(String(value)).length === 0) ? anyOf(known, sent) : known;
}

function kindOf(type: string): readonly StepKind[] {
  return Object.hasOwn(KIND_OF_TYPE, type) ? [KIND_OF_TYPE[type]!] : [];
}

function invalid(message: string): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', message);
}
