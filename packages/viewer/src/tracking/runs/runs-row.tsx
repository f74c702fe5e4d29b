import type { ComponentType, VNode } from 'preact';
import { Link } from 'wouter-preact';
import { formatCount } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { memo } from '../../ui/memo.ts';
import { ChoiceCell } from '../../window/choice-cell.tsx';
import { openLink, opensRow } from '../../window/row-click.ts';
import table from '../../window/row-table.module.css';
import type { RunColumn } from './columns/run-column.tsx';
import type { RunRow } from './run-tree.ts';
import style from './runs-row.module.css';

const INDENT_PX = 18;

export interface RunsRowProps extends RunRow {
  readonly columns: readonly RunColumn[];
  /** Classes that put cells into their places on a phone; cells without one are not shown there. */
  readonly places: ReadonlyMap<string, string | undefined>;
  readonly isTree: boolean;
  /** From 0. */
  readonly at: number;
  readonly topPx: number;
  /** Whether the keyboard is on it. */
  readonly isCurrent: boolean;
  readonly isChosen: boolean;
  readonly isTabStop: boolean;
  readonly onChoose: (ids: readonly string[], isChosen: boolean) => void;
  readonly onToggle: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

/** By which the link of a run is found, to give it the focus. */
export function runElementId(id: string): string {
  return `run-${id}`;
}

export const RunsRow: ComponentType<RunsRowProps> = memo((props: RunsRowProps): VNode => {
  const { run, depth, childCount, isOpen, columns, places, isTree, at, topPx, isCurrent, isChosen } = props;
  return (
    <div
      class={classNames(table.row, table.opens, style.row, isChosen && table.chosen, isCurrent && table.current)}
      role="row"
      data-key={run.id}
      aria-rowindex={at + 2}
      aria-selected={isChosen}
      {...(isCurrent && { 'aria-current': 'true' })}
      {...(isTree && { 'aria-level': depth + 1, ...(childCount > 0 && { 'aria-expanded': isOpen }) })}
      style={{ transform: `translateY(${topPx}px)` }}
      onClick={(event) => opensRow(event) && props.onOpen(run.id)}
    >
      <ChoiceCell name={run.name} isChosen={isChosen} onChoose={(chosen) => props.onChoose([run.id], chosen)} />
      <span role="gridcell" class={classNames(table.cell, style.name)}>
        {isTree && (
          <span class={style.indent} style={{ width: `${depth * INDENT_PX + INDENT_PX}px` }}>
            {childCount > 0 && (
              <button
                type="button"
                class={classNames(style.fold, isOpen && style.isOpen)}
                tabIndex={-1}
                aria-label={`${isOpen ? 'Hide' : 'Show'} the runs below ${run.name}`}
                onClick={() => props.onToggle(run.id)}
              >
                <Icon name="chevron" size={12} />
              </button>
            )}
          </span>
        )}
        <Link
          href={`/runs/${run.id}`}
          id={runElementId(run.id)}
          className={style.link}
          tabIndex={props.isTabStop ? 0 : -1}
          title={run.name}
          onClick={(event: MouseEvent) => openLink(event, () => props.onOpen(run.id))}
        >
          {run.name}
        </Link>
        {childCount > 0 && !isOpen && <span class={style.below}>{formatCount(childCount)} below</span>}
        {!isTree && run.parentId !== undefined && (
          <Link href={`/runs/${run.parentId}`} className={style.below} tabIndex={-1}>
            nested
          </Link>
        )}
      </span>
      {columns.map((column) => (
        <span
          key={column.id}
          role="gridcell"
          class={classNames(table.cell, column.isNumber && table.number, places.get(column.id) ?? style.wideOnly)}
          data-title={places.has(column.id) ? column.title : undefined}
        >
          {column.cell(run)}
        </span>
      ))}
    </div>
  );
});

/** What a phone shows of the columns: two lines have room for the state and for a figure. */
export function phonePlaces(columns: readonly RunColumn[]): ReadonlyMap<string, string | undefined> {
  const figure = columns.find(({ id }) => id.startsWith('metrics.'));
  return new Map([
    ['start', style.start],
    ['status', style.status],
    ...(figure ? [[figure.id, style.figure] as const] : []),
  ]);
}
