import type { VNode } from 'preact';
import { formatDuration } from '../format/duration.ts';
import { classNames } from '../ui/class-names.ts';
import { KindBadge } from '../ui/kind.tsx';
import table from '../window/row-table.module.css';
import { Change } from './change.tsx';
import type { StepFigures } from './comparison.ts';
import style from './step-row.module.css';

export interface StepRowProps {
  /** Of the step, as the URL names it. */
  readonly id: string;
  readonly a: StepFigures | undefined;
  readonly b: StepFigures | undefined;
  readonly depth: number;
  /** Length of the longer trace. */
  readonly longestUs: number;
  /** From 0. */
  readonly row: number;
  readonly topPx: number;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}

/** Deeper steps stand no further in, or nothing of their name would be seen. */
const MAX_INDENT = 12;

/** By which the row of a step is found, to give it the focus. */
export function stepElementId(id: string): string {
  return `step-${id}`;
}

export function StepRow({ id, a, b, depth, longestUs, row, topPx, isSelected, onSelect }: StepRowProps): VNode {
  const shown = b ?? a;
  const isRenamed = a && b && a.name !== b.name;
  return (
    <div
      class={classNames(
        table.row,
        table.opens,
        style.row,
        isSelected && table.current,
        !a && style.added,
        !b && style.removed,
      )}
      id={stepElementId(id)}
      role="row"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-rowindex={row + 2}
      aria-selected={isSelected}
      style={{ transform: `translateY(${topPx}px)` }}
      onClick={onSelect}
    >
      <span role="gridcell" class={style.step} style={{ paddingLeft: `${Math.min(depth, MAX_INDENT) * 14}px` }}>
        {shown && <KindBadge kind={shown.kind} />}
        <span class={style.name}>{isRenamed ? `${a.name} → ${b.name}` : shown?.name || '(no name)'}</span>
        {!a && <span class={style.only}>only B</span>}
        {!b && <span class={style.only}>only A</span>}
      </span>
      <Side figures={a} longestUs={longestUs} name={style.barA} />
      <Side figures={b} longestUs={longestUs} name={style.barB} />
      <span role="gridcell" class={table.number}>
        <Change value={(b?.durationUs ?? 0) - (a?.durationUs ?? 0)} of="time" />
      </span>
      <span role="gridcell" class={table.number}>
        <Change value={(b?.tokens ?? 0) - (a?.tokens ?? 0)} of="tokens" />
      </span>
      <span role="gridcell" class={table.number}>
        <CostChange a={a} b={b} />
      </span>
    </div>
  );
}

/** A cost that one side does not know changes nothing that could be told. */
function CostChange({ a, b }: Pick<StepRowProps, 'a' | 'b'>): VNode {
  const isUnknown = a !== undefined && b !== undefined && (a.costUsd === undefined) !== (b.costUsd === undefined);
  if (isUnknown) return <span class={style.unknown}>unpriced</span>;
  return <Change value={(b?.costUsd ?? 0) - (a?.costUsd ?? 0)} of="cost" />;
}

function Side(props: {
  readonly figures: StepFigures | undefined;
  readonly longestUs: number;
  readonly name: string | undefined;
}): VNode {
  const { figures, longestUs, name } = props;
  return (
    <span role="gridcell" class={style.side}>
      {figures ? (
        <>
          <span class={style.track}>
            <span class={name} style={{ width: `${Math.min(100, (figures.durationUs / longestUs) * 100)}%` }} />
          </span>
          <span class={classNames(table.number, figures.isError && style.error)}>
            {formatDuration(figures.durationUs)}
          </span>
        </>
      ) : (
        <span class={style.unknown}>–</span>
      )}
    </span>
  );
}
