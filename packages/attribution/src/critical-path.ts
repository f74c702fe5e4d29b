import { childIndex } from './child-index.ts';
import { isDetached } from './detached.ts';
import type { TraceColumns } from './trace-columns.ts';

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
 * The path of a trace with one root is that root's interval. A trace with several has a virtual root from the first
 * start to the last end of all its spans.
 */
export function criticalPath(trace: TraceColumns): CriticalPath {
  const { startUs, endUs, count } = trace;
  const { offsets, children, roots } = childIndex(trace);
  const sections = new SectionsFromTheEnd(2 * count + 1);
  const byEnd = (a: number, b: number) => endUs[b]! - endUs[a]! || startUs[a]! - startUs[b]! || a - b;

  const open = (span: number, loUs: number, hiUs: number): Frame => {
    const candidates = span === VIRTUAL_ROOT ? roots : children.subarray(offsets[span], offsets[span + 1]);
    return {
      span,
      loUs,
      untilUs: hiUs,
      candidates: candidates.length > 1 ? candidates.sort(byEnd) : candidates,
      next: 0,
    };
  };

  const stack: Frame[] = [];
  if (roots.length === 1) stack.push(open(roots[0]!, startUs[roots[0]!]!, endUs[roots[0]!]!));
  else if (roots.length > 1) stack.push(open(VIRTUAL_ROOT, minimum(startUs), maximum(endUs)));

  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const child = nextChild(trace, frame);
    if (child === undefined) {
      sections.add(frame.span, frame.loUs, frame.untilUs);
      stack.pop();
      continue;
    }
    const childLo = Math.max(startUs[child]!, frame.loUs);
    const childHi = Math.min(endUs[child]!, frame.untilUs);
    sections.add(frame.span, childHi, frame.untilUs);
    frame.untilUs = childLo;
    stack.push(open(child, childLo, childHi));
  }
  return sections.inOrderOfTime();
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
    if (frame.span !== VIRTUAL_ROOT && isDetached(trace, frame.span, child)) continue;
    return child;
  }
  return undefined;
}

/** Collects sections, the last one first. A class because it owns its buffers. */
class SectionsFromTheEnd {
  readonly #span: Int32Array;
  readonly #startUs: Float64Array;
  readonly #endUs: Float64Array;
  #length = 0;

  constructor(capacity: number) {
    this.#span = new Int32Array(capacity);
    this.#startUs = new Float64Array(capacity);
    this.#endUs = new Float64Array(capacity);
  }

  add(span: number, startUs: number, endUs: number): void {
    if (endUs <= startUs) return;
    this.#span[this.#length] = span;
    this.#startUs[this.#length] = startUs;
    this.#endUs[this.#length] = endUs;
    this.#length++;
  }

  inOrderOfTime(): CriticalPath {
    return {
      span: this.#span.slice(0, this.#length).reverse(),
      startUs: this.#startUs.slice(0, this.#length).reverse(),
      endUs: this.#endUs.slice(0, this.#length).reverse(),
    };
  }
}

// Math.min(...array) would put every span on the stack.
function minimum(values: Float64Array): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

function maximum(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}
