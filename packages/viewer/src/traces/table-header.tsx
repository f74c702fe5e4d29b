import type { TraceOrder } from '@tracewright/schema';
import type { VNode } from 'preact';
import { classNames } from '../ui/class-names.ts';
import type { Column } from './columns/columns.tsx';
import style from './trace-table.module.css';

export interface TableHeaderProps {
  readonly columns: readonly Column[];
  readonly order: TraceOrder;
  /** Undefined: the newest first. */
  readonly onSort: (sort: TraceOrder | undefined) => void;
}

/** Titles; those that sort bring the largest to the top, and pressed again the newest. */
export function TableHeader({ columns, order, onSort }: TableHeaderProps): VNode {
  return (
    <div class={style.header} role="row" aria-rowindex={1}>
      <span role="columnheader">
        <span class="visually-hidden">Selected</span>
      </span>
      {columns.map((column) => (
        <span
          key={column.id}
          role="columnheader"
          class={classNames(style.title, column.isNumber && style.number)}
          aria-sort={column.order === order ? 'descending' : undefined}
        >
          {column.order ? (
            <button
              type="button"
              class={classNames(style.sort, column.order === order && style.sorted)}
              onClick={() => onSort(column.order === order || column.order === 'start' ? undefined : column.order)}
            >
              {column.title}
              {column.order === order && <span aria-hidden="true">↓</span>}
            </button>
          ) : (
            column.title
          )}
        </span>
      ))}
    </div>
  );
}
