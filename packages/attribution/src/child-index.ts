import type { TraceColumns } from './trace-columns.ts';

/** The tree of a trace, from parents to children. */
export interface ChildIndex {
  /** Children of span `i` are `children[offsets[i]]` up to, not including, `children[offsets[i + 1]]`. */
  readonly offsets: Int32Array;
  /** Span indexes, siblings in order of start. */
  readonly children: Int32Array;
  /** In order of start. */
  readonly roots: Int32Array;
  /** The parents that the tree was built from: those of the trace, with cycles broken. */
  readonly parent: Int32Array;
}

/**
 * Finds the children of every span in O(n log n), O(n) where the spans already come in order of start.
 *
 * A parent outside the trace makes a root. Spans that are each other's ancestors (senders make such mistakes) become a
 * tree below the earliest of them.
 */
export function childIndex(trace: TraceColumns): ChildIndex {
  const { count } = trace;
  const parent = acyclicParents(trace);

  const offsets = new Int32Array(count + 1);
  let rootCount = 0;
  for (const above of parent) {
    if (above === -1) rootCount++;
    else offsets[above + 1]!++;
  }
  for (let span = 0; span < count; span++) offsets[span + 1]! += offsets[span]!;

  const children = new Int32Array(count - rootCount);
  const roots = new Int32Array(rootCount);
  const next = offsets.slice(0, count);
  let nextRoot = 0;
  for (const span of spansByStart(trace)) {
    const above = parent[span]!;
    if (above === -1) roots[nextRoot++] = span;
    else children[next[above]!++] = span;
  }
  return { offsets, children, roots, parent };
}

function spansByStart({ count, startUs }: TraceColumns): Int32Array {
  const order = new Int32Array(count);
  for (let span = 0; span < count; span++) order[span] = span;
  for (let span = 1; span < count; span++) {
    if (startUs[span]! < startUs[span - 1]!) return order.sort((a, b) => startUs[a]! - startUs[b]! || a - b);
  }
  return order;
}

function acyclicParents(trace: TraceColumns): Int32Array {
  const { count } = trace;
  const parent = new Int32Array(count);
  for (let span = 0; span < count; span++) {
    const above = trace.parent[span]!;
    parent[span] = above >= 0 && above < count ? above : -1;
  }
  // Number of the walk that first met a span: meeting one's own number again means a cycle.
  const walkOf = new Int32Array(count);
  for (let first = 0; first < count; first++) {
    let span = first;
    while (span !== -1 && walkOf[span] === 0) {
      walkOf[span] = first + 1;
      span = parent[span]!;
    }
    if (span !== -1 && walkOf[span] === first + 1) parent[earliestOfCycle(trace, parent, span)] = -1;
  }
  return parent;
}

function earliestOfCycle({ startUs }: TraceColumns, parent: Int32Array, member: number): number {
  let earliest = member;
  for (let span = parent[member]!; span !== member; span = parent[span]!) {
    if (startUs[span]! < startUs[earliest]! || (startUs[span] === startUs[earliest] && span < earliest))
      earliest = span;
  }
  return earliest;
}
