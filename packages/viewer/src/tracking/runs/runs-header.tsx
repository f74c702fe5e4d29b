import type { VNode } from 'preact';
import { classNames } from '../../ui/class-names.ts';
import table from '../../window/row-table.module.css';
import type { RunColumn } from './columns/run-column.tsx';
import style from './runs-header.module.css';
import { orderName, type RunOrder } from './runs-url.ts';

export interface RunsHeaderProps {
  readonly columns: readonly RunColumn[];
  /** Undefined: the newest first. */
  readonly order: RunOrder | undefined;
  readonly areAllChosen: boolean;
  readonly onChooseAll: (isChosen: boolean) => void;
  readonly onSort: (order: RunOrder | undefined) => void;
}

/** Titles; those that sort go from the largest first over the smallest first to the usual order, texts the other way. */
export function RunsHeader({ columns, order, areAllChosen, onChooseAll, onSort }: RunsHeaderProps): VNode {
  const all = [{ id: 'name', title: 'Run', isNumber: false }, ...columns];
  const next = (id: string, isLargeFirst: boolean): RunOrder | undefined => {
    if (order?.column !== id) return { column: id, isDescending: isLargeFirst };
    return order.isDescending === isLargeFirst ? { column: id, isDescending: !isLargeFirst } : undefined;
  };
  return (
    <div class={table.header} role="row" aria-rowindex={1}>
      <span role="columnheader">
        <input
          type="checkbox"
          class={style.all}
          aria-label="Select all runs that are loaded"
          checked={areAllChosen}
          onChange={(event) => onChooseAll(event.currentTarget.checked)}
        />
      </span>
      {all.map(({ id, title, isNumber }, at) => {
        const isSorted = order?.column === id;
        const arrow = order?.isDescending ? '↓' : '↑';
        return (
          <span
            key={id}
            role="columnheader"
            class={classNames(table.title, isNumber && table.number, at === 0 && style.first)}
            aria-sort={isSorted ? (order.isDescending ? 'descending' : 'ascending') : undefined}
            title={id}
          >
            {orderName(id) === undefined ? (
              title
            ) : (
              <button
                type="button"
                class={classNames(table.sort, isSorted && table.sorted)}
                onClick={() => onSort(next(id, isNumber || id === 'start'))}
              >
                {isSorted && <span aria-hidden="true">{arrow}</span>}
                {title}
              </button>
            )}
          </span>
        );
      })}
    </div>
  );
}
