import { childIndex } from './child-index.ts';
import { isDetached } from './detached.ts';
import { rootsWithLength } from './roots-with-length.ts';
import type { TraceColumns } from './trace-columns.ts';
import { traceInterval } from './trace-interval.ts';

/**
 * How much longer each span could have run before the trace would have taken longer, in microseconds: 0 for what the
 * trace waited for, NaN for consumers below a producer, which nothing waits for.
 *
 * Beside a sibling that ended later, a span may last until that one ends; and as much longer as their parent may. What
 * came after a span is taken to begin where it did.
 */
export function slackUs(trace: TraceColumns): Float64Array {
  const { startUs, endUs, count } = trace;
  const index = childIndex(trace);
  const { offsets, children, roots } = index;
  const byEnd = (a: number, b: number) => endUs[b]! - endUs[a]! || startUs[a]! - startUs[b]! || a - b;
  const slack = new Float64Array(count);

  const settle = (parent: number, siblings: Int32Array, parentEndUs: number, parentSlackUs: number): void => {
    let untilUs = parentEndUs;
    let latestEndUs = parentEndUs;
    for (const span of siblings.length > 1 ? siblings.slice().sort(byEnd) : siblings) {
      if (parent !== -1 && isDetached(trace, parent, span)) {
        slack[span] = Number.NaN;
        continue;
      }
      const isBeside = startUs[span]! >= untilUs;
      slack[span] = parentSlackUs + (isBeside ? Math.max(0, latestEndUs - endUs[span]!) : 0);
      if (isBeside || endUs[span]! <= startUs[span]!) continue;
      untilUs = startUs[span]!;
      latestEndUs = Math.min(endUs[span]!, parentEndUs);
    }
  };

  const interval = traceInterval(trace, roots);
  const top = interval.root === -1 ? rootsWithLength(trace, index) : roots;
  if (interval.root === -1) settle(-1, top, interval.endUs, 0);
  // From the top down: a parent's slack is there before its children add theirs.
  const queue = new Int32Array(count);
  queue.set(top);
  for (let at = 0, filled = top.length; at < filled; at++) {
    const span = queue[at]!;
    const below = children.subarray(offsets[span], offsets[span + 1]);
    settle(span, below, endUs[span]!, slack[span]!);
    queue.set(below, filled);
    filled += below.length;
  }
  return slack;
}
