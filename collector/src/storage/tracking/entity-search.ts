import { type Expression, type SqlBool, sql } from 'kysely';
import { ApiError } from '../../errors.ts';
import type { EntityCondition, EntityKind, EntityOrder } from '../../filter/entities/entity-table.ts';
import { compareColumn } from './compare-column.ts';
import type { OrderTerm, PageKey } from './keyset.ts';
import type { TrackingTables } from './tracking-tables.ts';

/** A table that is searched in, and where what a search names is kept. */
export interface SearchTarget {
  readonly table: keyof TrackingTables;
  /** Columns of the attributes. */
  readonly columns: Readonly<Record<string, string>>;
  /** Tables with the columns `key` and `value`, and the columns besides the workspace that they have in common. */
  readonly keyed: Readonly<
    Partial<Record<EntityKind, { readonly table: keyof TrackingTables; readonly on: readonly string[] }>>
  >;
}

/** A term of an order that stands in a column of its own. */
export interface ColumnTerm extends OrderTerm {
  readonly column: string;
}

/** What a condition means of a row of the target. Under a key that is not there nothing compares, `!=` neither. */
export function searchCondition(target: SearchTarget, condition: EntityCondition): Expression<SqlBool> {
  const keyed = target.keyed[condition.kind];
  if (keyed === undefined) return compareColumn(sql.ref(`${target.table}.${target.columns[condition.key]}`), condition);
  const own = (column: string) => sql.ref(`${keyed.table}.${column}`);
  const same = ['workspace_id', ...keyed.on].map(
    (column) => sql`${own(column)} = ${sql.ref(`${target.table}.${column}`)}`,
  );
  const all = [...same, sql`${own('key')} = ${condition.key}`, compareColumn(own('value'), condition)];
  return sql<SqlBool>`exists (select 1 from ${sql.table(keyed.table)} where ${sql.join(all, sql` and `)})`;
}

/**
 * The columns of an order; those of `last`, which tell any two rows apart, follow where they are not there yet.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` for what cannot be ordered by, or stands there twice.
 */
export function searchOrder(
  target: SearchTarget,
  order: readonly EntityOrder[],
  last: readonly EntityOrder[],
): readonly ColumnTerm[] {
  const terms = new Map<string, ColumnTerm>();
  for (const { kind, key, isDescending } of order) {
    const column = target.columns[key];
    if (kind !== 'attribute' || column === undefined) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `Invalid order_by entity: ${kind}`);
    }
    if (terms.has(column)) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `\`order_by\` contains duplicate fields: ${key}`);
    }
    terms.set(column, columnTerm(target, column, isDescending));
  }
  for (const { key, isDescending } of last) {
    const column = target.columns[key]!;
    if (!terms.has(column)) terms.set(column, columnTerm(target, column, isDescending));
  }
  return [...terms.values()];
}

/** Tells where a page ended, by the row that it had last. */
export function columnKey<Row extends object>(terms: readonly ColumnTerm[]): (row: Row) => PageKey {
  return (row) => terms.map(({ column }) => row[column as keyof Row] as string | number);
}

function columnTerm({ table }: SearchTarget, column: string, isDescending: boolean): ColumnTerm {
  return { column, expression: sql.ref(`${table}.${column}`), isDescending };
}
