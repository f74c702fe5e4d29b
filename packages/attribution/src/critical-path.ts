import { type ChildIndex, childIndex } from './child-index.ts';
import { isDetached } from './detached.ts';
import { rootsWithLength } from './roots-with-length.ts';
import type { TraceColumns } from './trace-columns.ts';
import { traceInterval } from './trace-interval.ts';

/**
 * Sections in order of time. Each begins where the one before it ends, and none is empty, so that together they are
 * exactly the time of the trace.
 */
export interface CriticalPath {
  /** The span that the trace was waiting for, -1 where no span ran between several roots. */
  readonly span: Int32Array;
  /** Microseconds, from the same origin as the trace's. */
  readonly startUs: Float64Array;
  readonly endUs: Float64Array;
}

/** Stands for a root over several roots. */
const VIRTUAL_ROOT = -1;

/**
 * Finds which span the trace was waiting for at each moment from its start to its end, in O(n log n) and without
 * recursion.
 *
 * Read backwards from the end of a span: the child that ended last is what it waited for, as far back as that child's
 * start; before that, the last of the children that had begun by then, and so on. Moments with no such child are the
 * span's own. Children are clipped to their parent; consumers below a producer are left out.
 *
 * A step that takes its input as a stream (a parser behind a streaming model) lasts as long as what it reads from. Its
 * own moments are therefore those of the siblings that began before it, wherever one of them still ran: what it
 * waited for is the next piece.
 *
 * The path covers exactly the {@link traceInterval}: that of the root where there is one. A trace with several has a
 * virtual root from the first start to the last end of all its spans, and so has one whose only root has no length.
 * Below the virtual root, the children of a root without length stand in its place, or nothing of them could be seen.
 *
 * @param index of the same trace, where the caller has no further use for it: its children are put into another order
 */
export function criticalPath(trace: TraceColumns, index: ChildIndex = childIndex(trace)): CriticalPath {
  const { startUs, endUs, count, streamInput } = trace;
  const { offsets, children, parent } = index;
  const interval = traceInterval(trace, index.roots);
  const sections = new SectionsFromTheEnd();
  const byEnd = (a: number, b: number) => endUs[b]! - endUs[a]! || startUs[a]! - startUs[b]! || a - b;
  const childrenOf = (span: number): Int32Array =>
    span === VIRTUAL_ROOT ? rootsWithLength(trace, index) : children.subarray(offsets[span], offsets[span + 1]);
  const stack: Frame[] = [];
  let upstreamBudget = UPSTREAM_LOOKUPS_PER_SPAN * count;

  const open = (span: number, loUs: number, hiUs: number): void => {
    const children = childrenOf(span);
    const candidates = children.length > 1 ? children.sort(byEnd) : children;
    stack.push({ span, loUs, untilUs: hiUs, candidates, next: 0, isUpstream: false });
  };

  /** What a span read its input from, latest end first: siblings before it, of its ancestors too where they stream. */
  const upstreamOf = (span: number): Int32Array => {
    const found: number[] = [];
    let reader = span;
    while (streamInput[reader] === 1 && parent[reader] !== VIRTUAL_ROOT && upstreamBudget > 0) {
      const siblings = childrenOf(parent[reader]!);
      upstreamBudget -= siblings.length;
      for (const sibling of siblings) if (isBefore(trace, sibling, reader)) found.push(sibling);
      reader = parent[reader]!;
    }
    return Int32Array.from(found).sort(byEnd);
  };

  /** A span's own time from `loUs` to `hiUs`: its own, or that of the steps it waited for with its input. */
  const own = ({ span, isUpstream }: Frame, loUs: number, hiUs: number): void => {
    const isReading = span !== VIRTUAL_ROOT && streamInput[span] === 1 && !isUpstream && hiUs > loUs;
    if (isReading) {
      stack.push({ span, loUs, untilUs: hiUs, candidates: upstreamOf(span), next: 0, isUpstream: true });
    } else sections.add(span, loUs, hiUs);
  };

  if (count > 0) open(interval.root, interval.startUs, interval.endUs);

  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const child = nextChild(trace, frame);
    if (child === undefined) {
      stack.pop();
      own(frame, frame.loUs, frame.untilUs);
      continue;
    }
    const childLo = Math.max(startUs[child]!, frame.loUs);
    const childHi = Math.min(endUs[child]!, frame.untilUs);
    const afterUs = frame.untilUs;
    frame.untilUs = childLo;
    // The later of the two lies on top of the stack: the path is read from its end.
    open(child, childLo, childHi);
    own(frame, childHi, afterUs);
  }
  return sections.inOrderOfTime();
}

/** Siblings looked at for streams, per span of the trace: a bound for traces made to be slow. Past it nothing yields. */
const UPSTREAM_LOOKUPS_PER_SPAN = 64;

/** Began earlier; of two that began together, the one that the trace lists first. */
function isBefore({ startUs }: TraceColumns, a: number, b: number): boolean {
  return startUs[a]! < startUs[b]! || (startUs[a] === startUs[b] && a < b);
}

/** Critical time of each span in microseconds, its children's not included. */
export function criticalTimesUs(trace: TraceColumns, path: CriticalPath): Float64Array {
  const times = new Float64Array(trace.count);
  for (const [section, span] of path.span.entries()) {
    if (span !== VIRTUAL_ROOT) times[span]! += path.endUs[section]! - path.startUs[section]!;
  }
  return times;
}

/** A span on the path, read from its end to its start. */
interface Frame {
  readonly span: number;
  readonly loUs: number;
  /** The part after this moment is done. Only ever moves back. */
  untilUs: number;
  /** Latest end first. */
  readonly candidates: Int32Array;
  next: number;
  /** The candidates are not the span's children but the siblings that it took its input from. */
  readonly isUpstream: boolean;
}

/**
 * The candidate with the latest end that began before the moment in question. One that still ran at that moment
 * counts too, or overlapping siblings would be lost. Those passed over began too late, and always will have.
 */
function nextChild(trace: TraceColumns, frame: Frame): number | undefined {
  const { startUs, endUs } = trace;
  while (frame.next < frame.candidates.length && frame.untilUs > frame.loUs) {
    const child = frame.candidates[frame.next++]!;
    if (endUs[child]! <= frame.loUs) return undefined;
    const isEmpty = endUs[child]! <= startUs[child]!;
    if (isEmpty || startUs[child]! >= frame.untilUs) continue;
    if (!frame.isUpstream && frame.span !== VIRTUAL_ROOT && isDetached(trace, frame.span, child)) continue;
    return child;
  }
  return undefined;
}

/** Collects sections, the last one first. A class because it owns its buffers. */
class SectionsFromTheEnd {
  readonly #span: number[] = [];
  readonly #startUs: number[] = [];
  readonly #endUs: number[] = [];

  add(span: number, startUs: number, endUs: number): void {
    if (endUs <= startUs) return;
    this.#span.push(span);
    this.#startUs.push(startUs);
    this.#endUs.push(endUs);
  }

  inOrderOfTime(): CriticalPath {
    return {
      span: new Int32Array(this.#span).reverse(),
      startUs: new Float64Array(this.#startUs).reverse(),
      endUs: new Float64Array(this.#endUs).reverse(),
    };
  }
}
