import type { VNode } from 'preact';
import { classNames } from '../ui/class-names.ts';
import style from '../window/row-table.module.css';
import type { Column } from './columns/columns.tsx';
import { isAscending, type ListOrder } from './list-order.ts';

export interface TableHeaderProps {
  readonly columns: readonly Column[];
  readonly order: ListOrder;
  /** Undefined: the newest first. */
  readonly onSort: (sort: ListOrder | undefined) => void;
}

/** Titles; those that sort bring the largest to the top, scores then the smallest, and pressed again the newest. */
export function TableHeader({ columns, order, onSort }: TableHeaderProps): VNode {
  const direction = isAscending(order) ? 'ascending' : 'descending';
  return (
    <div class={style.header} role="row" aria-rowindex={1}>
      <span role="columnheader">
        <span class="visually-hidden">Selected</span>
      </span>
      {columns.map(({ id, title, isNumber, orders }) => {
        const isSorted = orders?.includes(order) === true;
        return (
          <span
            key={id}
            role="columnheader"
            class={classNames(style.title, isNumber && style.number)}
            aria-sort={isSorted ? direction : undefined}
          >
            {orders ? (
              <button
                type="button"
                class={classNames(style.sort, isSorted && style.sorted)}
                onClick={() => onSort(id === 'start' ? undefined : orders[orders.indexOf(order) + 1])}
              >
                {title}
                {isSorted && <span aria-hidden="true">{direction === 'ascending' ? '↑' : '↓'}</span>}
              </button>
            ) : (
              title
            )}
          </span>
        );
      })}
    </div>
  );
}
