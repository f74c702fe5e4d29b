import type { ScoreOrder, TraceOrder } from '@tracewright/schema';

/** What the list can be sorted by: a figure of the traces, or what was said of them. */
export type ListOrder = TraceOrder | ScoreOrder;

export const isScoreOrder = (order: string): order is ScoreOrder => /^-?score\../s.test(order);

/** Name of the feedback that an order goes by. */
export function scoreOf(order: ScoreOrder): string {
  return order.slice(order.indexOf('.') + 1);
}

export function isAscending(order: ListOrder): boolean {
  return order.startsWith('-');
}
