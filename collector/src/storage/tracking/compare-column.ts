import { type Expression, type SqlBool, sql } from 'kysely';
import type { EntityCondition } from '../../filter/entities/entity-table.ts';

/** A condition on a column, which is false or null where the column is null. Presence is the caller's. */
export function compareColumn(
  column: Expression<unknown>,
  { operator, values }: Pick<EntityCondition, 'operator' | 'values'>,
): Expression<SqlBool> {
  const [value] = values;
  switch (operator) {
    case 'IN':
    case 'NOT IN':
      return sql<SqlBool>`${column} ${sql.raw(operator)} (${sql.join(values)})`;
    case 'LIKE':
      return sql<SqlBool>`${column} like ${likePattern(value)} escape '\\'`;
    case 'ILIKE':
      return sql<SqlBool>`lower(${column}) like ${likePattern(value).toLowerCase()} escape '\\'`;
    default:
      return sql<SqlBool>`${column} ${sql.raw(operator)} ${value}`;
  }
}

/** MLflow's patterns have no escape, so that a backslash stands for itself. */
function likePattern(value: string | number | undefined): string {
  return String(value).replaceAll('\\', '\\\\');
}
