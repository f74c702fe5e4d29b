import { type ChildIndex, childIndex } from './child-index.ts';
import type { TraceColumns } from './trace-columns.ts';

/**
 * Time that each span spent with none of its children running, in microseconds: its length less the union of the
 * children's intervals, clipped to it. Children that ran side by side are subtracted once.
 *
 * @param index of the same trace, where the caller has it
 */
export function selfTimesUs(trace: TraceColumns, index: ChildIndex = childIndex(trace)): Float64Array {
  const { count, startUs, endUs } = trace;
  const { offsets, children } = index;
  const self = new Float64Array(count);
  for (let span = 0; span < count; span++) {
    const end = endUs[span]!;
    // Everything before this moment is either counted or covered by a child.
    let settled = startUs[span]!;
    let own = 0;
    for (let at = offsets[span]!; at < offsets[span + 1]! && settled < end; at++) {
      const child = children[at]!;
      const childStart = Math.min(startUs[child]!, end);
      if (childStart > settled) {
        own += childStart - settled;
        settled = childStart;
      }
      settled = Math.max(settled, Math.min(endUs[child]!, end));
    }
    self[span] = own + Math.max(0, end - settled);
  }
  return self;
}
