import type { SkeletonSpan } from './trace-skeleton.ts';

/** What is missing or odd in the spans of a workspace. */
export interface StoreQuality {
  readonly traceCount: number;
  readonly spanCount: number;
  /** Of traces. */
  readonly unended: number;
  readonly orphaned: number;
  readonly unpriced: number;
  readonly estimated: number;
  /** Of ended spans that are stored, as far as they have been looked at. */
  readonly skewed: number;
  readonly truncated: number;
  /** Whether all have been. */
  readonly areSpansRead: boolean;
  /** Of all that has come. */
  readonly duplicated: number;
  readonly dropped: number;
}

/** Clocks of one machine differ by less, ns. */
export const SKEW_TOLERANCE_NS = 1_000_000;

/** How many ended spans of a trace begin before their parent does. */
export function skewedSpans(
  spans: readonly Pick<SkeletonSpan, 'spanId' | 'parentSpanId' | 'startNs' | 'isPending'>[],
): number {
  const starts = new Map<string, bigint>(spans.map(({ spanId, startNs }) => [spanId, startNs]));
  return spans.filter(({ parentSpanId, startNs, isPending }) => {
    const parentStart = starts.get(parentSpanId);
    return !isPending && parentStart !== undefined && startNs < parentStart - BigInt(SKEW_TOLERANCE_NS);
  }).length;
}
