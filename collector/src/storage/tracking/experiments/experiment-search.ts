import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely';
import type { EntityCondition, EntityOrder } from '../../../filter/entities/entity-table.ts';
import { compareColumn } from '../compare-column.ts';
import type { OrderTerm, PageKey } from '../keyset.ts';
import type { TrackingTables } from '../tracking-tables.ts';
import type { ExperimentRow } from './experiment-tables.ts';

type Of = Pick<TrackingTables, 'experiments'>;

type Attribute = 'name' | 'experiment_id' | 'creation_time' | 'last_update_time';

const COLUMNS = {
  name: 'name',
  experiment_id: 'number',
  creation_time: 'created_ms',
  last_update_time: 'updated_ms',
} as const;

/** What a condition means of a row of `experiments`. */
export function experimentCondition(condition: EntityCondition): Expression<SqlBool> {
  if (condition.kind === 'tag') return tagCondition(condition);
  const column = sql.ref(`experiments.${COLUMNS[condition.key as Attribute]}`);
  // The id is a text to those who ask.
  return compareColumn(condition.key === 'experiment_id' ? sql`cast(${column} as text)` : column, condition);
}

function tagCondition(condition: EntityCondition): Expression<SqlBool> {
  const { exists, not, selectFrom } = expressionBuilder<TrackingTables & Of, 'experiments'>();
  const tags = selectFrom('experiment_tags')
    .select(sql`1`.as('one'))
    .whereRef('experiment_tags.workspace_id', '=', 'experiments.workspace_id')
    .whereRef('experiment_tags.experiment', '=', 'experiments.number')
    .where('experiment_tags.key', '=', condition.key);
  if (condition.operator === 'IS NULL') return not(exists(tags));
  if (condition.operator === 'IS NOT NULL') return exists(tags);
  return exists(tags.where(compareColumn(sql.ref('experiment_tags.value'), condition)));
}

/** The columns of an order; by default, and between equals, the newest is first. */
export function experimentOrder(
  order: readonly EntityOrder[],
): readonly (OrderTerm & { readonly column: Attribute })[] {
  const asked = order.map(({ key, isDescending }) => ({ column: key as Attribute, isDescending }));
  const all = [
    ...(asked.length === 0 ? [{ column: 'creation_time' as const, isDescending: true }] : asked),
    { column: 'experiment_id' as const, isDescending: true },
  ];
  return all.map((term) => ({ ...term, expression: sql.ref(`experiments.${COLUMNS[term.column]}`) }));
}

/** Where a page ended. */
export function experimentKey(order: ReturnType<typeof experimentOrder>, row: ExperimentRow): PageKey {
  return order.map(({ column }) => (column === 'name' ? row.name : Number(row[COLUMNS[column]])));
}
