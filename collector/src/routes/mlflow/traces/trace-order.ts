import type { EntityOrder } from '../../../filter/entities/entity-table.ts';
import { parseEntityOrder } from '../../../filter/entities/parse-entity-order.ts';
import { TRACE_ORDER_FIELDS } from '../../../filter/entities/trace-fields.ts';
import type { TraceRow } from '../../../storage/spans/span-store.ts';
import type { PageKey } from '../../../storage/tracking/keyset.ts';
import { stateOfRow } from './trace-info-json.ts';

export type OrderTerm = Pick<EntityOrder, 'key' | 'isDescending'>;

const NEWEST_FIRST: OrderTerm = { key: 'timestamp_ms', isDescending: true };

/** Reads MLflow's `order_by`. Where all else is equal, the newest trace comes first. @throws ApiError `INVALID_PARAMETER_VALUE` */
export function parseTraceOrder(parts: readonly string[]): readonly OrderTerm[] {
  const order = parseEntityOrder(parts, TRACE_ORDER_FIELDS);
  return order.some(({ key }) => key === NEWEST_FIRST.key) ? order : [...order, NEWEST_FIRST];
}

/** The order of the store of spans that is the same; undefined if there is none. */
export function nativeOrder([first, ...rest]: readonly OrderTerm[]): 'start' | 'duration' | undefined {
  if (first === undefined || !first.isDescending) return undefined;
  if (first.key === 'timestamp_ms') return 'start';
  const isNewestNext = rest.length === 1 && rest[0]!.key === 'timestamp_ms' && rest[0]!.isDescending;
  return first.key === 'execution_time_ms' && isNewestNext ? 'duration' : undefined;
}

/** Where a trace stands in an order, its id last. */
export function keyOf(row: TraceRow, order: readonly OrderTerm[]): PageKey {
  return [...order.map(({ key }) => sortValue(row, key)), row.traceId];
}

/** Negative where `a` stands before `b`. */
export function compareKeys(a: PageKey, b: PageKey, order: readonly OrderTerm[]): number {
  for (let at = 0; at <= order.length; at++) {
    const [first, second] = [a[at] ?? '', b[at] ?? ''];
    if (first === second) continue;
    const isBefore = isLess(first, second);
    return isBefore === (order[at]?.isDescending ?? false) ? 1 : -1;
  }
  return 0;
}

/** Times are texts of one length: they do not fit a number. */
function sortValue(row: TraceRow, key: string): string | number {
  switch (key) {
    case 'timestamp_ms':
      return row.startNs.toString().padStart(20, '0');
    case 'end_time_ms':
      return row.endNs.toString().padStart(20, '0');
    case 'execution_time_ms':
      return row.durationUs;
    case 'status':
      return stateOfRow(row);
    case 'name':
      return row.name;
    case 'run_id':
      return row.runId;
    case 'experiment_id':
      return Number(row.experimentId);
    default:
      return row.traceId;
  }
}

function isLess(a: string | number, b: string | number): boolean {
  return typeof a === 'number' && typeof b === 'number' ? a < b : String(a) < String(b);
}
