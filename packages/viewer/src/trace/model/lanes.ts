import type { TraceColumns } from '@tracewright/attribution';
import type { SpanOrder } from './span-order.ts';

/** Rows of a flame graph, in which no two spans overlap and what is inside a span lies below it. */
export interface Lanes {
  readonly count: number;
  /** Positions, row by row, in order of start within each: row `i` is `positions[offsets[i]]` up to `offsets[i + 1]`. */
  readonly offsets: Int32Array;
  readonly positions: Int32Array;
  /** By position. */
  readonly rowOf: Int32Array;
}

/** Rows looked at per span: a bound for traces made to be slow. Past it spans may lie on each other. */
const LOOKUPS_PER_SPAN = 64;

/**
 * Lays a trace out from the leaves up: each span with all below it is a block, and a block goes to the first row under
 * its parent where nothing before it is in its way.
 */
export function lanes(order: SpanOrder, { startUs, endUs }: TraceColumns): Lanes {
  const count = order.spans.length;
  const heights = new Int32Array(count);
  const offsetOf = new Int32Array(count);
  const lastEndUs = new Float64Array(count);
  let budget = LOOKUPS_PER_SPAN * count;
  const startAt = (position: number) => startUs[order.spans[position]!] ?? 0;

  for (let position = count - 1; position >= 0; position--) {
    let lastUs = endUs[order.spans[position]!] ?? 0;
    /** When each row below the span is free again. */
    const freeUs: number[] = [];
    for (let child = position + 1; child < order.end[position]!; child = order.end[child]!) {
      const height = heights[child]!;
      let row = 0;
      // An only child has nothing in its way, however high it is.
      if (child > position + 1) {
        for (let at = 0; at < height && row + at < freeUs.length && budget > 0; at++, budget--) {
          if (freeUs[row + at]! <= startAt(child)) continue;
          row += at + 1;
          at = -1;
        }
      }
      offsetOf[child] = row + 1;
      if (order.end[child]! < order.end[position]!) {
        for (let at = 0; at < height && budget > 0; at++, budget--) freeUs[row + at] = lastEndUs[child]!;
      }
      heights[position] = Math.max(heights[position]!, row + height);
      lastUs = Math.max(lastUs, lastEndUs[child]!);
    }
    heights[position]!++;
    lastEndUs[position] = lastUs;
  }

  const rowOf = new Int32Array(count);
  const rows = heights[0] ?? 0;
  const offsets = new Int32Array(rows + 1);
  for (let position = 0; position < count; position++) {
    const parent = order.parent[position]!;
    rowOf[position] = parent === -1 ? 0 : rowOf[parent]! + offsetOf[position]!;
    offsets[rowOf[position]! + 1]!++;
  }
  for (let row = 0; row < rows; row++) offsets[row + 1]! += offsets[row]!;
  const next = offsets.slice();
  const positions = new Int32Array(count);
  for (let position = 0; position < count; position++) positions[next[rowOf[position]!]!++] = position;
  return { count: rows, offsets, positions, rowOf };
}
