import type { TraceFilter } from '../api/asked.ts';
import type { Query } from '../url/query.ts';
import { isScoreOrder, type ListOrder } from './list-order.ts';

/** Parameters of `/traces`, by their names in the URL. Absent ones stand for their defaults. */
export interface TracesQuery {
  /** In the filter language. */
  readonly q?: string | undefined;
  readonly status?: string | undefined;
  readonly model?: string | undefined;
  readonly session?: string | undefined;
  /** Moments, see `url/time-range.ts`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly sort?: string | undefined;
  /** Ids of the columns, joined by commas. */
  readonly cols?: string | undefined;
  /** `0` and `1`: whether the rail of facets is shown; by default where there is room. */
  readonly rail?: string | undefined;
  /** `0`: the list stands still. */
  readonly live?: string | undefined;
  /** Ids of the traces that something is to be done with, joined by commas. */
  readonly chosen?: string | undefined;
}

/** Parameters that get another value; an undefined one is taken out, absent ones stay. */
export type TracesChange = TracesQuery;

const ORDERS: readonly string[] = ['duration', 'ttft', 'cost', 'tokens', 'spans', 'errors'] satisfies ListOrder[];

export function tracesQuery(query: Query): TracesQuery {
  const { q, status, model, session, from, to, sort, cols, rail, live, chosen } = query;
  return { q, status, model, session, from, to, sort, cols, rail, live, chosen };
}

export function filterOf({ q, status, model, session, from, to }: TracesQuery): TraceFilter {
  return { filter: q, status, model, sessionId: session, from, to };
}

/** What the list is sorted by; the newest first where the URL says nothing that is known. */
export function orderOf({ sort = '' }: TracesQuery): ListOrder {
  return ORDERS.includes(sort) || isScoreOrder(sort) ? (sort as ListOrder) : 'start';
}

/** The parameters that choose traces, without those that say how they are shown. */
export function isFiltered({ q, status, model, session, from, to }: TracesQuery): boolean {
  return Boolean(q ?? status ?? model ?? session ?? from ?? to);
}
