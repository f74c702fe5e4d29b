import type { ComponentChildren, VNode } from 'preact';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { Usd } from '../../ui/cost.tsx';
import { Icon } from '../../ui/icon.tsx';
import { KindBadge } from '../../ui/kind.tsx';
import type { TraceModel } from '../model/trace-model.ts';
import { rowData } from './row-data.ts';
import { type RunData, runData } from './run-data.ts';
import { ROW_PX } from './waterfall.tsx';
import style from './waterfall-row.module.css';

/** Deeper levels are not indented further: their number says how deep they are. */
const MAX_INDENTS = 10;

export interface WaterfallRowProps {
  readonly model: TraceModel;
  /** In the trace's order of spans. */
  readonly position: number;
  /** Among the rows shown, from 0. */
  readonly row: number;
  readonly indentPx: number;
  readonly isSelected: boolean;
  /** It holds what is looked for. */
  readonly isMatch: boolean;
  /** A filter shows it only for what is below it. */
  readonly isFaint: boolean;
  readonly isFolded: boolean;
  /** The run that the row stands for, -1 for the span alone. */
  readonly run: number;
  /** The row begins a run of this many that is shown one by one; 0 where it does not. */
  readonly openRunSize: number;
  readonly onSelect: () => void;
  readonly onFold: (folded: boolean) => void;
  readonly onCloseRun: () => void;
  readonly onRest: () => void;
  /** The bar. */
  readonly children: ComponentChildren;
}

export function WaterfallRow(props: WaterfallRowProps): VNode {
  const { model, position, row, isSelected, isFolded } = props;
  const { order } = model;
  const data = rowData(model, order.spans[position]!);
  const run = props.run === -1 ? undefined : runData(model, props.run);
  const depth = order.depth[position]!;
  const descendants = order.end[position]! - position - 1;
  const opens = descendants > 0 || run !== undefined;
  const isError = run ? run.errorCount > 0 : data.isError;
  const { tokens, costUsd } = run ?? data;
  return (
    <div
      class={classNames(
        style.row,
        isSelected && style.selected,
        isError && style.failed,
        props.isMatch && style.match,
        props.isFaint && style.faint,
      )}
      role="row"
      tabIndex={isSelected ? 0 : -1}
      aria-rowindex={row + 2}
      aria-level={depth + 1}
      aria-setsize={order.siblingCount[position]}
      aria-posinset={order.siblingNumber[position]}
      aria-selected={isSelected}
      aria-expanded={opens ? !isFolded : undefined}
      data-span={data.id}
      style={{ transform: `translateY(${row * ROW_PX}px)` }}
      onClick={props.onSelect}
      onPointerEnter={props.onRest}
    >
      <span
        class={style.name}
        role="gridcell"
        style={{ paddingLeft: `${Math.min(depth, MAX_INDENTS) * props.indentPx}px` }}
      >
        {opens ? (
          <button
            type="button"
            tabIndex={-1}
            class={classNames(style.twisty, !isFolded && style.open)}
            aria-label={isFolded ? 'Unfold' : 'Fold'}
            onClick={(event) => {
              event.stopPropagation();
              props.onFold(!isFolded);
            }}
          >
            <Icon name="chevron" size={12} />
          </button>
        ) : (
          <span class={style.leaf} />
        )}
        {depth > MAX_INDENTS && <span class={style.depth}>{depth}</span>}
        {run && <span class={style.times}>{formatCount(run.size)} ×</span>}
        <KindBadge kind={data.kind} />
        <span class={style.label} title={data.name} dir="auto">
          {data.name || '(no name)'}
        </span>
        {isError && <ErrorMark run={run} />}
        {isFolded && !run && descendants > 0 && <span class={style.hidden}>+{formatCount(descendants)}</span>}
        {props.openRunSize > 0 && (
          <button
            type="button"
            tabIndex={-1}
            class={style.runEnd}
            title="Show these spans as one row again"
            onClick={(event) => {
              event.stopPropagation();
              props.onCloseRun();
            }}
          >
            {formatCount(props.openRunSize)} ×
          </button>
        )}
      </span>
      <span class={style.tokens} role="gridcell">
        {tokens === undefined ? '' : formatCount(tokens)}
      </span>
      <span class={style.cost} role="gridcell">
        {costUsd !== undefined && <Usd usd={costUsd} />}
      </span>
      <span class={style.duration} role="gridcell">
        {!run && data.isRunning ? (
          <span class={style.running}>running</span>
        ) : (
          formatDuration((run ?? data).endUs - (run ?? data).startUs)
        )}
      </span>
      {props.children}
    </div>
  );
}

function ErrorMark({ run }: { readonly run: RunData | undefined }): VNode {
  return (
    <span class={style.error}>
      <Icon name="error" size={14} />
      {run && <span>{formatCount(run.errorCount)}</span>}
      <span class="visually-hidden">{run ? 'errors' : 'Error'}</span>
    </span>
  );
}
