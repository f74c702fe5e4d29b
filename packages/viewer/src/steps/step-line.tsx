import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { classNames } from '../ui/class-names.ts';
import { KindBadge } from '../ui/kind.tsx';
import table from '../window/row-table.module.css';
import { changeOf, formatChange, METRICS, type Metric } from './metrics.ts';
import style from './step-line.module.css';
import type { StepRow } from './step-rows.ts';

export interface StepLineProps {
  readonly row: StepRow;
  readonly isCompared: boolean;
  /** Whether rows stand below those that they belong to; else the names above are written out. */
  readonly isTree: boolean;
  /** From 0. */
  readonly index: number;
  readonly topPx: number;
  readonly isCurrent: boolean;
  /** The traces behind the step. */
  readonly href: string;
}

/** Deeper steps stand no further in, or nothing of their name would be seen. */
const MAX_INDENT = 10;

/** By which the link of a step is found, to give it the focus. @param id Of its row. */
export function stepElementId(id: string): string {
  return `step-${encodeURIComponent(id)}`;
}

export function StepLine(props: StepLineProps): VNode {
  const { row, isCompared, isTree, index, isCurrent } = props;
  const { path, kind, first, last } = row;
  const depth = path.length - 1;
  return (
    <div
      class={classNames(table.row, style.row, isCurrent && table.current)}
      role="row"
      aria-level={path.length}
      aria-rowindex={index + 2}
      aria-selected={isCurrent}
      style={{ transform: `translateY(${props.topPx}px)` }}
    >
      <span
        role="gridcell"
        class={style.step}
        style={{ paddingLeft: isTree ? `${Math.min(depth, MAX_INDENT) * 14}px` : undefined }}
        title={path.join(' › ')}
      >
        <KindBadge kind={kind} />
        <Link id={stepElementId(row.id)} href={props.href} className={style.name} tabIndex={isCurrent ? 0 : -1}>
          {path.at(-1) || '(no name)'}
        </Link>
        {!isTree && depth > 0 && <span class={style.above}>{path.slice(0, -1).join(' › ')}</span>}
        {isCompared && !first && <span class={style.only}>new</span>}
        {isCompared && !last && <span class={style.only}>gone</span>}
      </span>
      {METRICS.map((metric) => (
        <span
          key={metric.id}
          role="gridcell"
          class={classNames(
            style.cell,
            metric.id === 'share' && !isCompared && style.share,
            metric.phoneTitle === undefined && style.wideOnly,
          )}
          data-title={metric.phoneTitle}
        >
          <Figure metric={metric} row={row} isCompared={isCompared} />
        </span>
      ))}
    </div>
  );
}

function Figure(props: { readonly metric: Metric; readonly row: StepRow; readonly isCompared: boolean }): VNode {
  const { metric, row, isCompared } = props;
  const figures = row.last ?? row.first;
  const measure = isCompared ? metric.perStep : metric.value;
  const value = figures ? measure(figures) : null;
  if (!figures || value === null) return <span class={style.none}>–</span>;
  const share = figures.criticalShare ?? 0;
  return (
    <>
      {metric.id === 'share' && !isCompared && (
        <span class={style.track}>
          <span class={style.bar} style={{ width: `${Math.min(100, share * 100)}%` }} />
        </span>
      )}
      <span>{metric.format(value, figures)}</span>
      {isCompared && row.first && row.last && <Changed metric={metric} row={row} />}
    </>
  );
}

function Changed({ metric, row: { first, last } }: { readonly metric: Metric; readonly row: StepRow }): VNode | null {
  if (!first || !last) return null;
  const before = metric.perStep(first);
  const change = changeOf(before, metric.perStep(last));
  if (before === null || change === undefined) return null;
  const text = formatChange(change);
  const says = metric.isLessBetter && text !== '';
  const isWorse = says && change > 0;
  const isBetter = says && change < 0;
  return (
    <span
      class={classNames(style.change, isWorse && style.worse, isBetter && style.better)}
      title={`before: ${metric.format(before, first)}`}
    >
      {text || '='}
    </span>
  );
}
