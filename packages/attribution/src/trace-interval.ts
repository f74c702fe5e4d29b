import type { TraceColumns } from './trace-columns.ts';

/** The time that attribution accounts for, in microseconds from the trace's own origin. */
export interface TraceInterval {
  readonly startUs: number;
  readonly endUs: number;
  /** The only root, whose interval this is; -1 where it is that of all spans together. */
  readonly root: number;
}

/**
 * Finds the interval of a trace: its root's where it has exactly one, else from the first start to the last end of
 * all spans. A root without length says nothing about how long the trace took, so that it counts as none. It is the
 * rule of `TraceSummary.durationMs`.
 *
 * @param roots As `childIndex` finds them.
 */
export function traceInterval({ startUs, endUs }: TraceColumns, roots: Int32Array): TraceInterval {
  const [root, another] = roots;
  if (root === undefined) return { startUs: 0, endUs: 0, root: -1 };
  if (another === undefined && endUs[root]! > startUs[root]!) {
    return { startUs: startUs[root]!, endUs: endUs[root]!, root };
  }
  return { startUs: minimum(startUs), endUs: maximum(endUs), root: -1 };
}

// Math.min(...array) would put every span on the stack.
function minimum(values: Float64Array): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

function maximum(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}
