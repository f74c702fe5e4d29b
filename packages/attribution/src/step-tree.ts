import { childIndex } from './child-index.ts';
import type { TraceColumns } from './trace-columns.ts';

/** Spans of the same kind and name below the same step are one step: a tree as small as the code that ran. */
export interface StepTree {
  readonly count: number;
  /** Step above each step, -1 at the top; a parent always comes before its children. */
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  /** As the spans have them. */
  readonly name: Int32Array;
  readonly kind: Uint8Array;
  /** Step of each span. */
  readonly stepOf: Int32Array;
}

/** Puts every span to its step, in O(n log n). @param name Of each span: an index into any dictionary. */
export function stepTree(trace: TraceColumns, name: ArrayLike<number>): StepTree {
  const { offsets, children, roots } = childIndex(trace);
  const parent: number[] = [];
  const depth: number[] = [];
  const names: number[] = [];
  const kinds: number[] = [];
  const stepOf = new Int32Array(trace.count);
  const known = new Map<string, number>();

  const stepFor = (span: number, above: number): number => {
    const key = `${above},${name[span]},${trace.kind[span]}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, parent.length);
    depth.push(above === -1 ? 0 : depth[above]! + 1);
    names.push(name[span]!);
    kinds.push(trace.kind[span]!);
    return parent.push(above) - 1;
  };

  const queue = new Int32Array(trace.count);
  queue.set(roots);
  for (const root of roots) stepOf[root] = stepFor(root, -1);
  for (let at = 0, filled = roots.length; at < filled; at++) {
    const span = queue[at]!;
    for (const child of children.subarray(offsets[span], offsets[span + 1])) {
      stepOf[child] = stepFor(child, stepOf[span]!);
      queue[filled++] = child;
    }
  }
  return {
    count: parent.length,
    parent: Int32Array.from(parent),
    depth: Int32Array.from(depth),
    name: Int32Array.from(names),
    kind: Uint8Array.from(kinds),
    stepOf,
  };
}
