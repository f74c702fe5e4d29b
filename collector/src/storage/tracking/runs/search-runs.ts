import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { EntityCondition, EntityKind } from '../../../filter/entities/entity-table.ts';
import { compareColumn } from '../compare-column.ts';
import { experimentNumber } from '../experiments/require-experiment.ts';
import { foreignKey, isBehind, type OrderTerm, orderBy, type PageKey } from '../keyset.ts';
import { cutPage, type Page } from '../page.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import { orderVariants, type RunVariant, runColumn } from './order-runs.ts';
import type { RunQuestion, RunSearch } from './run-store.ts';
import type { RunRow } from './run-tables.ts';

/** Of a list in a statement; SQLite takes 32,766 in all. */
const MAX_VALUES = 1_000;

/** The rows of one page. Where it goes on is said by their values in the order, behind the number of the variant. */
export async function searchRuns(db: TrackingQueries, workspaceId: string, search: RunSearch): Promise<Page<RunRow>> {
  const experiments = search.experimentIds.map(experimentNumber).filter((number) => number !== undefined);
  if (experiments.length === 0) return { items: [], next: undefined };
  const among = numberList(experiments);
  const variants = orderVariants(search.order, { workspaceId, experiments: among });
  const [startVariant = 0, ...startKey] = search.after ?? [];
  if (typeof startVariant !== 'number' || variants[startVariant] === undefined) throw foreignKey();
  const found: { readonly row: RunRow; readonly key: PageKey }[] = [];
  for (let at = startVariant; at < variants.length && found.length <= search.limit; at++) {
    const rows = await pageOf(
      db,
      variants[at]!,
      [
        ...meant(workspaceId, among, search),
        ...(search.after === undefined || at !== startVariant ? [] : [isBehind(variants[at]!.terms, startKey)]),
      ],
      search.limit + 1 - found.length,
    );
    for (const row of rows) found.push({ row, key: [at, ...keyOf(variants[at]!.terms, row)] });
  }
  const page = cutPage(found, search.limit, ({ key }) => key);
  return { ...page, items: page.items.map(({ row }) => row) };
}

/** How many rows all pages have together. */
export async function countRuns(db: TrackingQueries, workspaceId: string, question: RunQuestion): Promise<number> {
  const experiments = question.experimentIds.map(experimentNumber).filter((number) => number !== undefined);
  if (experiments.length === 0) return 0;
  const conditions = meant(workspaceId, numberList(experiments), question);
  const query = sql<{
    runs: number | string;
  }>`select count(*) as runs from runs where ${sql.join(conditions, sql` and `)}`;
  return Number((await query.execute(db)).rows[0]?.runs ?? 0);
}

function meant(
  workspaceId: string,
  experiments: RawBuilder<unknown>,
  { lifecycle, conditions }: RunQuestion,
): readonly Expression<SqlBool>[] {
  return [
    sql<SqlBool>`runs.workspace_id = ${workspaceId}`,
    sql<SqlBool>`runs.experiment in (${experiments})`,
    ...(lifecycle === undefined ? [] : [sql<SqlBool>`runs.lifecycle = ${lifecycle}`]),
    ...conditions.map(runCondition),
  ];
}

/** Within what a statement takes of values: beyond that they stand in its text, as numbers can. */
function numberList(numbers: readonly number[]): RawBuilder<unknown> {
  return numbers.length <= MAX_VALUES ? sql.join(numbers) : sql.raw(numbers.join(','));
}

type OrderedRow = RunRow & Readonly<Record<`order_${number}`, string | number | null>>;

async function pageOf(
  db: TrackingQueries,
  { from, where, terms }: RunVariant,
  conditions: readonly Expression<SqlBool>[],
  limit: number,
): Promise<readonly OrderedRow[]> {
  const values = terms.map(({ expression }, index) => sql`, ${expression} as ${sql.ref(`order_${index}`)}`);
  const query: RawBuilder<OrderedRow> = sql`select runs.*${sql.join(values, sql``)} from ${from}
    where ${sql.join([...where, ...conditions], sql` and `)} order by ${orderBy(terms)} limit ${limit}`;
  return (await query.execute(db)).rows;
}

function keyOf(terms: readonly OrderTerm[], row: OrderedRow): PageKey {
  return terms.map((_, index) => row[`order_${index}`]!);
}

const KEYED: Readonly<Partial<Record<EntityKind, string>>> = {
  metric: 'latest_metrics',
  parameter: 'run_params',
  tag: 'run_tags',
};

/** What a condition means of a row of `runs`. Under a key that is not there nothing compares, `!=` neither. */
function runCondition(condition: EntityCondition): Expression<SqlBool> {
  if (condition.kind === 'attribute') return compareColumn(runColumn(condition.key), condition);
  if (condition.kind === 'dataset') {
    return exists('run_datasets', [compareColumn(sql.ref(`run_datasets.${condition.key}`), condition)]);
  }
  const table = KEYED[condition.kind]!;
  const isKey = sql<SqlBool>`${sql.ref(`${table}.key`)} = ${condition.key}`;
  if (condition.operator === 'IS NOT NULL') return exists(table, [isKey]);
  if (condition.operator === 'IS NULL') return sql<SqlBool>`not ${exists(table, [isKey])}`;
  const compared = compareColumn(sql.ref(`${table}.value`), condition);
  // NaN, which is kept as null, differs from every number.
  const holds =
    condition.kind === 'metric' && condition.operator === '!='
      ? sql<SqlBool>`(latest_metrics.value is null or ${compared})`
      : compared;
  return exists(table, [isKey, holds]);
}

function exists(table: string, conditions: readonly Expression<SqlBool>[]): Expression<SqlBool> {
  const all = [
    sql<SqlBool>`${sql.ref(`${table}.workspace_id`)} = runs.workspace_id`,
    sql<SqlBool>`${sql.ref(`${table}.run_id`)} = runs.run_id`,
    ...conditions,
  ];
  return sql<SqlBool>`exists (select 1 from ${sql.table(table)} where ${sql.join(all, sql` and `)})`;
}
