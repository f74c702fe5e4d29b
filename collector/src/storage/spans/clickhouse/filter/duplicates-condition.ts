import { valueTest } from '../../../../filter/compare-values.ts';
import type { Comparison } from '../../../../filter/expression.ts';
import { comparisonCondition } from './comparison-condition.ts';
import { type Condition, exactly, negation } from './condition.ts';
import type { SqlParams } from './sql-params.ts';

/** A condition on how many spans of a trace came once more. Most traces have no row of that: they have none. */
export function duplicatesCondition(comparison: Comparison, params: SqlParams): Condition {
  const meets = comparisonCondition({ type: 'number', sql: 'toInt64(sum(count))' }, comparison, params);
  if (!meets.isExact) return meets;
  const those = (having: string): string =>
    `(SELECT trace_id FROM trace_duplicates WHERE ${params.workspace} GROUP BY trace_id HAVING ${having})`;
  const { sql } = valueTest(comparison)([0])
    ? exactly(`trace_id NOT IN ${those(negation(meets).sql)}`)
    : exactly(`trace_id IN ${those(meets.sql)}`);
  return { ...exactly(sql), isOfTrace: true };
}
