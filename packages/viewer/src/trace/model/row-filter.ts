import { STEP_KINDS, type StepKind } from '@tracewright/schema';
import { STATUS_ERROR } from './skeleton-columns.ts';
import { type TraceModel, WHOLE_TRACE } from './trace-model.ts';

/** Which spans are looked at; all conditions have to hold. */
export interface RowFilter {
  /** Empty: all kinds. */
  readonly kinds: ReadonlySet<StepKind>;
  readonly only: 'errors' | 'critical' | undefined;
}

export const NO_FILTER: RowFilter = { kinds: new Set(), only: undefined };

export function isFiltering({ kinds, only }: RowFilter): boolean {
  return kinds.size > 0 || only !== undefined;
}

/** Tells whether a span itself is looked at; the whole trace never is. */
export function matchesFilter({ columns, skeleton, criticalUs }: TraceModel, span: number, filter: RowFilter): boolean {
  if (span === WHOLE_TRACE) return false;
  if (filter.kinds.size > 0 && !filter.kinds.has(STEP_KINDS[columns.kind[span]!] ?? 'task')) return false;
  if (filter.only === 'errors') return skeleton.status[span] === STATUS_ERROR;
  return filter.only !== 'critical' || criticalUs[span]! > 0;
}

/** By position: 1 for what matches and for all that leads to it; undefined where nothing is filtered. */
export function shownPositions(model: TraceModel, filter: RowFilter): Uint8Array | undefined {
  if (!isFiltering(filter)) return undefined;
  const {
    order: { spans, parent },
    columns: { kind },
    skeleton: { status },
    criticalUs,
  } = model;
  const isKind = Uint8Array.from(STEP_KINDS, (each) => (filter.kinds.size === 0 || filter.kinds.has(each) ? 1 : 0));
  const { only } = filter;
  const shown = new Uint8Array(spans.length);
  // Backwards, so that what is below a span is known before the span itself. The conditions of `matchesFilter`, spelt
  // out: this runs over all spans between a click and the frame that answers it.
  for (let position = spans.length - 1; position >= 0; position--) {
    if (shown[position] === 0) {
      const span = spans[position]!;
      if (span === WHOLE_TRACE || isKind[kind[span]!] === 0) continue;
      if (only === 'errors' && status[span] !== STATUS_ERROR) continue;
      if (only === 'critical' && !(criticalUs[span]! > 0)) continue;
      shown[position] = 1;
    }
    const above = parent[position]!;
    if (above !== -1) shown[above] = 1;
  }
  return shown;
}
