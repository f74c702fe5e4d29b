import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { formatCount } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import type { RunColumn } from './columns/run-column.tsx';
import type { RunRow } from './run-tree.ts';
import style from './runs-row.module.css';

const INDENT_PX = 18;

export interface RunsRowProps {
  readonly row: RunRow;
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

export function RunsRow(props: RunsRowProps): VNode {
  const { row, columns, places, isTree, at, topPx, isCurrent, isChosen } = props;
  const { run, depth, childCount, isOpen } = row;
  const open = (event: MouseEvent) => {
    // A link, button or box in the row answers for itself, and new tabs are the browser's.
    if ((event.target as Element).closest('a, button, label') || event.ctrlKey || event.metaKey) return;
    props.onOpen(run.id);
  };
  return (
    <div
      class={classNames(style.row, isCurrent && style.current, isChosen && style.chosen)}
      role="row"
      aria-rowindex={at + 2}
      aria-selected={isChosen}
      {...(isTree && { 'aria-level': depth + 1, ...(childCount > 0 && { 'aria-expanded': isOpen }) })}
      style={{ transform: `translateY(${topPx}px)` }}
      onClick={open}
    >
      <span role="gridcell" class={style.choice}>
        <label class={style.box}>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={`Select ${run.name}`}
            checked={isChosen}
            onChange={(event) => props.onChoose([run.id], event.currentTarget.checked)}
          />
        </label>
      </span>
      <span role="gridcell" class={classNames(style.cell, style.name)}>
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
          id={`run-${run.id}`}
          className={style.link}
          tabIndex={props.isTabStop ? 0 : -1}
          title={run.name}
          onClick={(event: MouseEvent) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            props.onOpen(run.id);
          }}
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
          class={classNames(style.cell, column.isNumber && style.number, places.get(column.id) ?? style.wideOnly)}
          data-title={places.has(column.id) ? column.title : undefined}
        >
          {column.cell(run)}
        </span>
      ))}
    </div>
  );
}

/** What a phone shows of the columns: two lines have room for the state and for a figure. */
export function phonePlaces(columns: readonly RunColumn[]): ReadonlyMap<string, string | undefined> {
  const figure = columns.find(({ id }) => id.startsWith('metrics.'));
  return new Map([
    ['start', style.start],
    ['status', style.status],
    ...(figure ? [[figure.id, style.figure] as const] : []),
  ]);
}
