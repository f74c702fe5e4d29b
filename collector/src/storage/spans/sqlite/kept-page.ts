import type { TraceKey } from '../span-store.ts';
import type { KeptOrder, KeptTrace } from './kept-traces.ts';
import { timeKey } from './trace-table.ts';

/** A trace's place, in whatever order: larger ones come first. */
type Place = Pick<KeptTrace, 'startHigh' | 'startLow' | 'traceId'> & { readonly value: number };

/** The traces that come next in an order, without sorting all the others. */
export function keptPage(
  traces: Iterable<KeptTrace>,
  order: KeptOrder,
  after: TraceKey | undefined,
  limit: number,
): readonly KeptTrace[] {
  const behind = after && placeOf(after);
  const compare = (a: KeptTrace, b: KeptTrace): number =>
    b[order] - a[order] || b.startHigh - a.startHigh || b.startLow - a.startLow || (a.traceId > b.traceId ? -1 : 1);
  const isBehind = (trace: KeptTrace, { value, startHigh, startLow, traceId }: Place): boolean => {
    if (trace[order] !== value) return trace[order] < value;
    if (trace.startHigh !== startHigh) return trace.startHigh < startHigh;
    return trace.startLow === startLow ? trace.traceId < traceId : trace.startLow < startLow;
  };
  let best: KeptTrace[] = [];
  let worst: KeptTrace | undefined;
  for (const trace of traces) {
    if (behind !== undefined && !isBehind(trace, behind)) continue;
    if (worst !== undefined && compare(trace, worst) > 0) continue;
    // Sorted once in a while: most of them are never looked at again.
    if (best.push(trace) < 2 * limit + 64) continue;
    best = best.sort(compare).slice(0, limit);
    worst = best.at(-1);
  }
  return best.sort(compare).slice(0, limit);
}

function placeOf({ value = -1, startNs, traceId }: TraceKey): Place {
  const key = timeKey(startNs);
  return { value, startHigh: Number(key >> 32n), startLow: Number(key & 0xffff_ffffn), traceId };
}
