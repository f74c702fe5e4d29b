import type { TraceSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { classNames } from '../ui/class-names.ts';
import type { CellContext, Column } from './columns/columns.tsx';
import style from './trace-row.module.css';

export interface TraceRowProps {
  readonly trace: TraceSummary;
  readonly columns: readonly Column[];
  readonly context: CellContext;
  /** From 0. */
  readonly row: number;
  readonly topPx: number;
  /** Whether the keyboard is on it. */
  readonly isCurrent: boolean;
  /** Whether it is among those that something is to be done with. */
  readonly isChosen: boolean;
  readonly onChoose: (traceId: string) => void;
}

export function TraceRow(props: TraceRowProps): VNode {
  const { trace, columns, context, row, topPx, isCurrent, isChosen } = props;
  const open = (event: MouseEvent) => {
    // A link, button or box in the row answers for itself, and new tabs are the browser's.
    if ((event.target as Element).closest('a, button, label') || event.ctrlKey || event.metaKey) return;
    context.onOpen(trace.traceId);
  };
  return (
    <div
      class={classNames(style.row, isCurrent && style.current, isChosen && style.chosen)}
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isCurrent}
      style={{ transform: `translateY(${topPx}px)` }}
      onClick={open}
    >
      <span role="gridcell" class={style.choice}>
        <label class={style.box}>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={`Select ${trace.name}`}
            checked={isChosen}
            onChange={() => props.onChoose(trace.traceId)}
          />
        </label>
      </span>
      {columns.map(({ id, isNumber, place, cell }) => (
        <span
          key={id}
          role="gridcell"
          class={classNames(style.cell, isNumber && style.number, place ?? style.wideOnly)}
        >
          {cell(trace, context)}
        </span>
      ))}
    </div>
  );
}
