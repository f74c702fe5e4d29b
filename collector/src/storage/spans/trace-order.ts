import type { TraceOrder } from '@tracewright/schema';
import type { TraceKey, TraceRow } from './span-store.ts';

/** What a list is sorted by, in the units of the row; -1 where the trace has no such value. */
export function orderValue(row: TraceRow, order: Exclude<TraceOrder, 'start'>): number {
  switch (order) {
    case 'duration':
      return row.durationUs;
    case 'ttft':
      return row.ttftUs;
    case 'cost':
      return row.costNanoUsd;
    case 'tokens':
      return row.inputTokens < 0 && row.outputTokens < 0
        ? -1
        : Math.max(0, row.inputTokens) + Math.max(0, row.outputTokens);
    case 'spans':
      return row.spanCount;
    case 'errors':
      return row.errorCount;
  }
}

/** Where a trace stands in a list. */
export function placeOf(row: TraceRow, order: TraceOrder): TraceKey {
  const { startNs, traceId } = row;
  return order === 'start' ? { startNs, traceId } : { value: orderValue(row, order), startNs, traceId };
}

/** Negative where `a` stands before `b`. */
export function comparePlaces(a: TraceKey, b: TraceKey): number {
  const [first = 0, second = 0] = [a.value, b.value];
  if (first !== second) return second - first;
  if (a.startNs !== b.startNs) return a.startNs > b.startNs ? -1 : 1;
  return a.traceId > b.traceId ? -1 : a.traceId < b.traceId ? 1 : 0;
}
