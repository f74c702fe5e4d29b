import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { ApiError } from '../../../errors.ts';
import type { EntityCondition } from '../../../filter/entities/entity-table.ts';
import { compareColumn } from '../compare-column.ts';
import { type SearchTarget, searchCondition } from '../entity-search.ts';
import type { OrderTerm } from '../keyset.ts';
import type { LoggedModelOrder, LoggedModelSearch, MeasuredOn } from './logged-model-store.ts';

const TARGET: SearchTarget = {
  table: 'logged_models',
  columns: {
    name: 'name',
    model_id: 'model_id',
    model_type: 'model_type',
    status: 'status',
    source_run_id: 'source_run_id',
    experiment_id: 'experiment_id',
    creation_timestamp: 'created_ms',
    last_updated_timestamp: 'updated_ms',
  },
  keyed: {
    tag: { table: 'logged_model_tags', on: ['model_id'] },
    parameter: { table: 'logged_model_params', on: ['model_id'] },
  },
};

/** Everything that the search asks of a row of `logged_models`, besides whose it is and that it is not deleted. */
export function loggedModelConditions({
  experimentIds,
  conditions,
  datasets,
}: LoggedModelSearch): readonly Expression<SqlBool>[] {
  const hasMetrics = conditions.some(({ kind }) => kind === 'metric');
  return [
    sql<SqlBool>`logged_models.experiment_id in (${sql.join(experimentIds)})`,
    ...conditions.map((condition) =>
      condition.kind === 'metric' ? metricCondition(condition, datasets) : searchCondition(TARGET, condition),
    ),
    ...(datasets.length > 0 && !hasMetrics ? [hasMetric([measuredOnAny(datasets)])] : []),
  ];
}

/**
 * The terms of the order, which tell any two rows apart. What may be missing has a term before it that says whether it is.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` for a name that cannot be ordered by.
 */
export function loggedModelOrder(order: readonly LoggedModelOrder[]): readonly OrderTerm[] {
  const attribute = (key: string, isDescending: boolean): OrderTerm => ({
    expression: sql.ref(`logged_models.${TARGET.columns[key]}`),
    isDescending,
  });
  const terms = order.flatMap(({ kind, key, isDescending, on }): readonly OrderTerm[] => {
    if (kind === 'metric') {
      const value = latestMetric(key, on);
      const isMissing = sql`case when ${value} is null then 1 else 0 end`;
      return [
        { expression: isMissing, isDescending: false },
        { expression: value, isDescending },
      ];
    }
    if (TARGET.columns[key] === undefined) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `Invalid order by field name: ${key}`);
    }
    return [attribute(key, isDescending)];
  });
  const isOrderedBy = (key: string): boolean => order.some((each) => each.kind === 'attribute' && each.key === key);
  if (!isOrderedBy('creation_timestamp')) terms.push(attribute('creation_timestamp', true));
  if (!isOrderedBy('model_id')) terms.push(attribute('model_id', false));
  return terms;
}

function metricCondition(condition: EntityCondition, datasets: readonly MeasuredOn[]): Expression<SqlBool> {
  return hasMetric([
    sql<SqlBool>`logged_model_metrics.key = ${condition.key}`,
    compareColumn(sql.ref('logged_model_metrics.value'), condition),
    ...(datasets.length > 0 ? [measuredOnAny(datasets)] : []),
  ]);
}

function hasMetric(conditions: readonly Expression<SqlBool>[]): Expression<SqlBool> {
  return sql<SqlBool>`exists (select 1 from logged_model_metrics where ${sql.join([...OF_MODEL, ...conditions], sql` and `)})`;
}

/** The value measured last; null where there is none, or it is not a number. */
function latestMetric(key: string, on: MeasuredOn | undefined): RawBuilder<number | null> {
  const conditions = [
    ...OF_MODEL,
    sql<SqlBool>`logged_model_metrics.key = ${key}`,
    ...(on === undefined ? [] : [measuredOnAny([on])]),
  ];
  return sql<number | null>`(select value from logged_model_metrics where ${sql.join(conditions, sql` and `)}
    order by timestamp_ms desc, step desc, run_id limit 1)`;
}

const OF_MODEL: readonly Expression<SqlBool>[] = [
  sql<SqlBool>`logged_model_metrics.workspace_id = logged_models.workspace_id`,
  sql<SqlBool>`logged_model_metrics.model_id = logged_models.model_id`,
];

function measuredOnAny(datasets: readonly MeasuredOn[]): Expression<SqlBool> {
  const ways = datasets.map(({ datasetName, datasetDigest }) =>
    datasetDigest === undefined
      ? sql`logged_model_metrics.dataset_name = ${datasetName}`
      : sql`(logged_model_metrics.dataset_name = ${datasetName} and logged_model_metrics.dataset_digest = ${datasetDigest})`,
  );
  return sql<SqlBool>`(${sql.join(ways, sql` or `)})`;
}
