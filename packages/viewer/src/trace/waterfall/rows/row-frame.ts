import type { SpanColours } from '../../colouring/span-colours.ts';
import { isFolded } from '../../model/folding.ts';
import { isFiltering, matchesFilter, type RowFilter } from '../../model/row-filter.ts';
import type { TimeScale } from '../../model/time-scale.ts';
import { idOfSpan, type TraceModel } from '../../model/trace-model.ts';
import { closedRunAt, type RowChoice } from '../../model/visible-rows.ts';
import type { Attempt } from '../attempts.ts';
import { type RowData, rowData } from '../row-data.ts';
import { type RunData, runData } from '../run-data.ts';

/** What all rows of a waterfall are drawn from; another object as soon as any of it is another. */
export interface RowFrame {
  readonly model: TraceModel;
  /** Positions of the rows there are, see `visibleRows`. */
  readonly rows: Int32Array;
  readonly choice: RowChoice;
  readonly filter: RowFilter;
  /** Positions that hold what is looked for. */
  readonly matches: ReadonlySet<number>;
  readonly scale: TimeScale;
  readonly showsPath: boolean;
  readonly colours: SpanColours;
  /** By id of the span. */
  readonly attempts: ReadonlyMap<string, readonly Attempt[]>;
  /** Per level, px. */
  readonly indentPx: number;
  /** Deeper levels are not indented further: their number says how deep they are. */
  readonly maxIndents: number;
}

/** What one row shows. */
export interface RowState {
  /** Among the rows there are, from 0. */
  readonly row: number;
  /** In the trace's order of spans. */
  readonly position: number;
  readonly span: number;
  readonly data: RowData;
  /** What the row stands for; undefined for the span alone. */
  readonly run: RunData | undefined;
  readonly depth: number;
  readonly descendants: number;
  /** There is something below it, or in it, to show. */
  readonly opens: boolean;
  readonly isFolded: boolean;
  readonly isMatch: boolean;
  /** A filter shows it only for what is below it. */
  readonly isFaint: boolean;
  /** Members of the run that it begins and that is shown one by one; 0 where there is none. */
  readonly openRunSize: number;
}

export function rowState(frame: RowFrame, row: number): RowState {
  const { model, filter } = frame;
  const position = frame.rows[row]!;
  const span = model.order.spans[position]!;
  const closedRun = closedRunAt(model, position, frame.choice);
  const descendants = model.order.end[position]! - position - 1;
  return {
    row,
    position,
    span,
    data: rowData(model, span),
    run: closedRun === -1 ? undefined : runData(model, closedRun),
    depth: model.order.depth[position]!,
    descendants,
    opens: descendants > 0 || closedRun !== -1,
    isFolded: closedRun !== -1 || isFoldedAt(frame, position),
    isMatch: frame.matches.has(position),
    isFaint: isFiltering(filter) && !matchesFilter(model, span, filter),
    openRunSize: openRunSize(frame, position),
  };
}

/** Whether what is below a span is hidden by its folding. */
export function isFoldedAt({ model, choice }: RowFrame, position: number): boolean {
  const { order } = model;
  return order.end[position]! > position + 1 && isFolded(choice.folding, idOfSpan(model, order.spans[position]!));
}

/** Members of the run that begins at a position and is shown one by one, 0 where there is none. */
export function openRunSize({ model, choice, filter }: RowFrame, position: number): number {
  const run = choice.openRuns && !isFiltering(filter) ? model.runs.runAt[position]! : -1;
  return run === -1 || closedRunAt(model, position, choice) !== -1 ? 0 : model.runs.size[run]!;
}
