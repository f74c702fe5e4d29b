import type { ChildIndex } from '@tracewright/attribution';

/** A trace's spans in the order in which a tree shows them: each span before its children, siblings by start. */
export interface SpanOrder {
  /** Spans in that order; begins with -1, for the whole trace, where there are several roots. */
  readonly spans: Int32Array;
  /** By position in `spans`, like all that follows. Roots have 0, or 1 below the whole trace. */
  readonly depth: Int32Array;
  /** Position after the last descendant. */
  readonly end: Int32Array;
  /** Position of the parent, -1 where there is none. */
  readonly parent: Int32Array;
  /** Number among its siblings, from 1, and how many siblings there are, itself included. */
  readonly siblingNumber: Int32Array;
  readonly siblingCount: Int32Array;
  /** Position of each span: the inverse of `spans`. */
  readonly positionOf: Int32Array;
  readonly hasWholeTraceRow: boolean;
}

/** Lays a tree out without recursion, since senders nest as deep as they like. */
export function spanOrder({ offsets, children, roots }: ChildIndex): SpanOrder {
  const spanCount = offsets.length - 1;
  const hasWholeTraceRow = roots.length > 1;
  const count = spanCount + (hasWholeTraceRow ? 1 : 0);
  const order = {
    spans: new Int32Array(count),
    depth: new Int32Array(count),
    end: new Int32Array(count),
    parent: new Int32Array(count).fill(-1),
    siblingNumber: new Int32Array(count).fill(1),
    siblingCount: new Int32Array(count).fill(1),
    positionOf: new Int32Array(spanCount),
    hasWholeTraceRow,
  };

  let position = 0;
  const place = (span: number, parent: number, number: number, siblings: number): number => {
    order.spans[position] = span;
    order.parent[position] = parent;
    order.depth[position] = parent === -1 ? 0 : order.depth[parent]! + 1;
    order.siblingNumber[position] = number;
    order.siblingCount[position] = siblings;
    if (span >= 0) order.positionOf[span] = position;
    return position++;
  };

  /** Open spans from the top down: where each stands, its children, and the next of them to place. */
  const stack: { readonly position: number; readonly children: Int32Array; next: number }[] = [];
  if (hasWholeTraceRow) stack.push({ position: place(-1, -1, 1, 1), children: roots, next: 0 });
  else if (roots.length === 1) stack.push(open(roots[0]!, place(roots[0]!, -1, 1, 1)));

  function open(span: number, at: number) {
    return { position: at, children: children.subarray(offsets[span], offsets[span + 1]), next: 0 };
  }

  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const child = top.children[top.next++];
    if (child === undefined) {
      order.end[top.position] = position;
      stack.pop();
    } else stack.push(open(child, place(child, top.position, top.next, top.children.length)));
  }
  return order;
}
