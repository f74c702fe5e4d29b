import { valueTest } from '../../../filter/compare-values.ts';
import type { EntityCondition } from '../../../filter/entities/entity-table.ts';
import { type Comparison, type Expression, type FilterValue, rewrite } from '../../../filter/expression.ts';
import type { FieldName } from '../../../filter/fields.ts';
import { tracesWith, type ValuesOfTraces } from '../../../filter/resolve-notes.ts';

/** The filter that nothing passes. */
export const NOTHING: Expression = { type: 'or', of: [] };

export function anyOf(...of: readonly Expression[]): Expression {
  return { type: 'or', of };
}

type Condition = Pick<EntityCondition, 'key' | 'operator'> & { readonly values: readonly FilterValue[] };

/** MLflow's condition about a field of ours. */
export function comparison(field: FieldName, condition: Condition, key: string = condition.key): Expression {
  const compared = (operator: Comparison['operator'], values: readonly FilterValue[]): Comparison => ({
    type: 'compare',
    field,
    key,
    operator,
    values,
  });
  const { operator, values } = condition;
  switch (operator) {
    case 'IS NULL':
      return { type: 'not', of: compared('exists', []) };
    case 'IS NOT NULL':
      return compared('exists', []);
    case 'NOT IN':
      return { type: 'and', of: [compared('exists', []), { type: 'not', of: compared('in', values) }] };
    default:
      return compared(operator.toLowerCase() as Comparison['operator'], values);
  }
}

/** Whether these values meet a condition. */
export function meets(condition: Condition, values: readonly FilterValue[]): boolean {
  const holds = (node: Expression): boolean => {
    switch (node.type) {
      case 'compare':
        return valueTest(node)(values);
      case 'not':
        return !holds(node.of);
      default:
        return node.type === 'and' && node.of.every(holds);
    }
  };
  return holds(comparison('tags', condition));
}

/** The traces that pass by what they have in a store of tracking. */
export function tracesWhere(condition: Condition, values: ValuesOfTraces): Expression {
  // The field is that of no store: each comparison is answered here.
  return rewrite(comparison('tags', condition), (node) =>
    node.type === 'compare' ? tracesWith(node, values) : undefined,
  );
}
