import type { TraceSummary } from '@tracewright/schema';
import type { ComponentType, VNode } from 'preact';
import { classNames } from '../ui/class-names.ts';
import { memo } from '../ui/memo.ts';
import { ChoiceCell } from '../window/choice-cell.tsx';
import { opensRow } from '../window/row-click.ts';
import table from '../window/row-table.module.css';
import type { CellContext, Column } from './columns/columns.tsx';
import style from './trace-row.module.css';

export interface TraceRowProps {
  readonly trace: TraceSummary;
  readonly columns: readonly Column[];
  /** Latency that fills a bar, ms. */
  readonly scaleMs: number;
  /** From 0. */
  readonly row: number;
  readonly topPx: number;
  /** Whether the keyboard is on it. */
  readonly isCurrent: boolean;
  /** Whether it is among those that something is to be done with. */
  readonly isChosen: boolean;
  /** Whether its link is the one that Tab reaches. */
  readonly isTabStop: boolean;
  readonly onChoose: (traceIds: readonly string[], isChosen: boolean) => void;
  readonly onOpen: (traceId: string) => void;
  readonly onModel: (model: string) => void;
}

/** By which the link of a trace is found, to give it the focus. */
export function traceElementId(traceId: string): string {
  return `trace-${traceId}`;
}

export const TraceRow: ComponentType<TraceRowProps> = memo((props: TraceRowProps): VNode => {
  const { trace, columns, scaleMs, row, topPx, isCurrent, isChosen, isTabStop, onChoose, onOpen, onModel } = props;
  const context: CellContext = { scaleMs, isTabStop, onOpen, onModel };
  const { traceId } = trace;
  return (
    <div
      class={classNames(table.row, table.opens, style.row, isChosen && table.chosen, isCurrent && table.current)}
      role="row"
      data-key={traceId}
      aria-rowindex={row + 2}
      aria-selected={isChosen}
      {...(isCurrent && { 'aria-current': 'true' })}
      style={{ transform: `translateY(${topPx}px)` }}
      onClick={(event) => opensRow(event) && onOpen(traceId)}
    >
      <ChoiceCell name={trace.name} isChosen={isChosen} onChoose={(chosen) => onChoose([traceId], chosen)} />
      {columns.map(({ id, isNumber, place, cell }) => (
        <span
          key={id}
          role="gridcell"
          class={classNames(table.cell, isNumber && table.number, place ?? style.wideOnly)}
        >
          {cell(trace, context)}
        </span>
      ))}
    </div>
  );
});
