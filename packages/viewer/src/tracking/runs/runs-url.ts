import type { Query } from '../../url/query.ts';
import type { RunSearch } from '../api/runs.ts';

/** Parameters of the page of an experiment's runs, by their names in the URL. Absent ones stand for their defaults. */
export interface RunsQuery {
  /** MLflow's filter. */
  readonly q?: string | undefined;
  /** Id of a column, with a minus before it for the largest first. */
  readonly sort?: string | undefined;
  /** Ids of the columns, joined by commas. */
  readonly cols?: string | undefined;
  /** `1`: those that were deleted. */
  readonly deleted?: string | undefined;
  /** `1`: nested runs stand for themselves. */
  readonly flat?: string | undefined;
  /** Ids of the runs whose children are shown, joined by commas. */
  readonly open?: string | undefined;
  /** Ids of the runs that something is to be done with, joined by commas. */
  readonly chosen?: string | undefined;
}

/** Parameters that get another value; an undefined one is taken out, absent ones stay. */
export type RunsChange = RunsQuery;

export function runsQuery({ q, sort, cols, deleted, flat, open, chosen }: Query): RunsQuery {
  return { q, sort, cols, deleted, flat, open, chosen };
}

/** What the table is sorted by. */
export interface RunOrder {
  /** Id of a column. */
  readonly column: string;
  readonly isDescending: boolean;
}

export function orderOf({ sort }: RunsQuery): RunOrder | undefined {
  if (!sort) return undefined;
  return sort.startsWith('-') ? { column: sort.slice(1), isDescending: true } : { column: sort, isDescending: false };
}

export function sortParameter({ column, isDescending }: RunOrder): string {
  return `${isDescending ? '-' : ''}${column}`;
}

/** As MLflow's search takes an order; undefined for columns that it cannot order by. */
export function mlflowOrder(order: RunOrder | undefined): string | undefined {
  if (!order) return undefined;
  const name = orderName(order.column);
  return name && `${name} ${order.isDescending ? 'DESC' : 'ASC'}`;
}

const ATTRIBUTES: Readonly<Record<string, string>> = {
  start: 'attributes.start_time',
  end: 'attributes.end_time',
  name: 'attributes.run_name',
  status: 'attributes.status',
  user: 'attributes.user_id',
  id: 'attributes.run_id',
};

/** What MLflow calls a column; undefined where it cannot order by it. */
export function orderName(column: string): string | undefined {
  const [, kind, key] = /^(metrics|params|tags)\.(.+)$/.exec(column) ?? [];
  return kind === undefined ? ATTRIBUTES[column] : `${kind}.\`${key?.replaceAll('`', '``')}\``;
}

export function searchOf(experimentId: string, query: RunsQuery): RunSearch {
  return {
    experimentIds: [experimentId],
    filter: query.q ?? '',
    order: mlflowOrder(orderOf(query)),
    isDeleted: query.deleted === '1',
  };
}

/** Whether nested runs are folded below their parents: only where order and choice are not about each run itself. */
export function isTree({ q, sort, flat }: RunsQuery): boolean {
  return !q && !sort && flat !== '1';
}
