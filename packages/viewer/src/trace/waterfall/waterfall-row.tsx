import type { ComponentChildren, VNode } from 'preact';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { Usd } from '../../ui/cost.tsx';
import { Icon } from '../../ui/icon.tsx';
import { KindBadge } from '../../ui/kind.tsx';
import type { TraceModel } from '../model/trace-model.ts';
import { rowData } from './row-data.ts';
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
  readonly isFolded: boolean;
  readonly onSelect: () => void;
  readonly onFold: (folded: boolean) => void;
  readonly onRest: () => void;
  /** The bar. */
  readonly children: ComponentChildren;
}

export function WaterfallRow(props: WaterfallRowProps): VNode {
  const { model, position, row, isSelected, isFolded } = props;
  const { order } = model;
  const data = rowData(model, order.spans[position]!);
  const depth = order.depth[position]!;
  const descendants = order.end[position]! - position - 1;
  const hasChildren = descendants > 0;
  return (
    <div
      class={classNames(style.row, isSelected && style.selected, data.isError && style.failed)}
      role="row"
      tabIndex={isSelected ? 0 : -1}
      aria-rowindex={row + 2}
      aria-level={depth + 1}
      aria-setsize={order.siblingCount[position]}
      aria-posinset={order.siblingNumber[position]}
      aria-selected={isSelected}
      aria-expanded={hasChildren ? !isFolded : undefined}
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
        {hasChildren ? (
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
        <KindBadge kind={data.kind} />
        <span class={style.label} title={data.name} dir="auto">
          {data.name || '(no name)'}
        </span>
        {data.isError && (
          <span class={style.error}>
            <Icon name="error" size={14} />
            <span class="visually-hidden">Error</span>
          </span>
        )}
        {isFolded && hasChildren && <span class={style.hidden}>+{formatCount(descendants)}</span>}
      </span>
      <span class={style.tokens} role="gridcell">
        {data.tokens === undefined ? '' : formatCount(data.tokens)}
      </span>
      <span class={style.cost} role="gridcell">
        {data.costUsd !== undefined && <Usd usd={data.costUsd} />}
      </span>
      <span class={style.duration} role="gridcell">
        {data.isRunning ? <span class={style.running}>running</span> : formatDuration(data.endUs - data.startUs)}
      </span>
      {props.children}
    </div>
  );
}
