import type { Folding } from './folding.ts';
import { spanOfId, type TraceModel, WHOLE_TRACE } from './trace-model.ts';

/** What decides which rows there are. */
export interface RowChoice {
  readonly folding: Folding;
  /** Ids of the first spans of runs that are shown one by one; undefined where all runs are. */
  readonly openRuns: ReadonlySet<string> | undefined;
  /** By position: 0 for what a filter hides, with all below it; undefined where nothing is filtered. */
  readonly shown: Uint8Array | undefined;
}

/**
 * Positions (in `order.spans`) of the rows to show: all that no folded span, closed run or filter hides. One pass that
 * skips whole subtrees. A closed run has the row of its first span. Runs are not looked for in what a filter leaves.
 */
export function visibleRows(model: TraceModel, { folding, openRuns, shown }: RowChoice): Int32Array {
  const { order, runs } = model;
  const count = order.spans.length;
  const exceptions = positionsOf(model, folding.exceptions);
  const open = openRuns && !shown ? positionsOf(model, openRuns) : undefined;
  const rows = new Int32Array(count);
  let length = 0;
  for (let position = 0; position < count; ) {
    const end = order.end[position]!;
    if (shown?.[position] === 0) {
      position = end;
      continue;
    }
    rows[length++] = position;
    const run = open ? runs.runAt[position]! : -1;
    if (run !== -1 && !open?.has(position)) position = runs.end[run]!;
    else {
      const hidesChildren = end > position + 1 && exceptions.has(position) !== folding.isFoldedByDefault;
      position = hidesChildren ? end : position + 1;
    }
  }
  return rows.subarray(0, length);
}

/** The run that a row stands for as a whole, -1 where it stands for one span. */
export function closedRunAt(model: TraceModel, position: number, { openRuns, shown }: RowChoice): number {
  const run = openRuns && !shown ? (model.runs.runAt[position] ?? -1) : -1;
  if (run === -1) return -1;
  return openRuns && positionsOf(model, openRuns).has(position) ? -1 : run;
}

/** By set of ids: every row asks about the same ones. */
const known = new WeakMap<
  ReadonlySet<string>,
  { readonly model: TraceModel; readonly positions: ReadonlySet<number> }
>();

function positionsOf(model: TraceModel, ids: ReadonlySet<string>): ReadonlySet<number> {
  const last = known.get(ids);
  if (last?.model === model) return last.positions;
  const positions = new Set<number>();
  for (const id of ids) {
    const span = spanOfId(model, id);
    if (span !== undefined) positions.add(span === WHOLE_TRACE ? 0 : model.order.positionOf[span]!);
  }
  known.set(ids, { model, positions });
  return positions;
}

/** The row of a position, or of the nearest ancestor that is shown. */
export function rowOfPosition(rows: Int32Array, position: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rows[middle]! <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
