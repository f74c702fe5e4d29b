import type { EvaluationGrid } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { classNames } from '../../ui/class-names.ts';
import { onPageKeys } from '../../ui/page-keys.ts';
import { useStable } from '../../ui/use-stable.ts';
import table from '../../window/row-table.module.css';
import { RowTable } from '../../window/row-table.tsx';
import { useRowCursor } from '../../window/use-row-cursor.ts';
import { useRowSlots } from '../../window/use-row-slots.ts';
import { useRowWindow } from '../../window/use-row-window.ts';
import { GridRow, rowElementId } from './grid-row.tsx';
import style from './grid-table.module.css';
import type { FactId, RowChanges } from './shown-rows.ts';

const WIDE_PX = 40;
/** Of a row on a phone: input and output, and below them scores in lines of two. As in grid-row.module.css. */
const NARROW_PX = { texts: 56, line: 25 };
const MARGIN_ROWS = 6;
const TEXT_PX = 220;
const SCORE_PX = 96;
const FACT_PX = 76;
const GAP_PX = 12;
const EDGES_PX = 32;
const FACT_TITLES: Readonly<Record<FactId, string>> = { '~latency': 'Latency', '~cost': 'Cost' };

export interface GridTableProps {
  readonly grid: EvaluationGrid;
  /** Places in the grid. */
  readonly rows: readonly number[];
  /** Where it is compared with another. */
  readonly changes: RowChanges | undefined;
  readonly sort: string | undefined;
  readonly onSort: (sort: string | undefined) => void;
  /** Trace of the row that is open. */
  readonly opened: string | undefined;
  readonly onOpen: (traceId: string | undefined) => void;
}

/** Rows of an evaluation and what each scorer says of them, drawn as far as they are in view. */
export function GridTable({ grid, rows, changes, sort, onSort, opened, onOpen }: GridTableProps): VNode {
  const isCompared = changes !== undefined;
  const lines = Math.ceil((grid.scores.length + Number(isCompared)) / 2);
  const heights = { wide: WIDE_PX, narrow: NARROW_PX.texts + lines * NARROW_PX.line };
  const window = useRowWindow(rows.length, heights, MARGIN_ROWS);
  const { range, rowPx } = window;
  const idOf = (row: number) => grid.traceIds[row] ?? '';
  const { current, keysFor, withCurrent } = useRowCursor<number>({
    rows: () => rows,
    idOf,
    elementIdOf: rowElementId,
    window,
    selected: opened,
    // Whoever looks at one row goes on to the next without closing it.
    onMove: (id) => opened !== undefined && onOpen(id),
  });
  const open = useStable((traceId: string) => {
    current.value = traceId;
    onOpen(traceId);
  });
  useEffect(() =>
    onPageKeys(
      {
        ...keysFor('row'),
        Enter: { says: 'open the row', run: withCurrent((row) => open(idOf(row))) },
        ...(opened !== undefined && { Escape: { says: 'close the row', run: () => onOpen(undefined) } }),
      },
      'Rows',
    ),
  );
  const isPriced = useMemo(() => hasCost(grid), [grid]);
  const facts: readonly FactId[] = isPriced ? ['~latency', '~cost'] : ['~latency'];
  const columns = [
    `minmax(${TEXT_PX}px, 1.2fr)`,
    `minmax(${TEXT_PX}px, 1fr)`,
    ...(isCompared ? [`${FACT_PX}px`] : []),
    ...grid.scores.map(() => `${SCORE_PX}px`),
    ...facts.map(() => `${FACT_PX}px`),
  ];
  const figures = columns.length - 2;
  const leastPx = 2 * TEXT_PX + grid.scores.length * SCORE_PX + (figures - grid.scores.length) * FACT_PX;
  const inWindow = rows.slice(range.first, range.end);
  const slots = useRowSlots(inWindow.map(idOf));
  const hasFocus = rows.some((row) => idOf(row) === current.value);
  return (
    <RowTable
      label="Rows"
      role="grid"
      window={window}
      tracks={{
        '--columns': columns.join(' '),
        '--least': `${leastPx + (columns.length - 1) * GAP_PX + EDGES_PX}px`,
        '--gap': `${GAP_PX}px`,
      }}
      header={
        <div class={table.header} role="row" aria-rowindex={1}>
          <Title title="Input" />
          <Title title="Output" />
          {isCompared && <Title title="Change" isNumber sort={sort} id={undefined} onSort={onSort} />}
          {grid.scores.map(({ name }) => (
            <Title key={name} title={name} id={name} sort={sort} onSort={onSort} />
          ))}
          {facts.map((id) => (
            <Title key={id} title={FACT_TITLES[id]} id={id} isNumber sort={sort} onSort={onSort} />
          ))}
        </div>
      }
    >
      {inWindow.map((row, inView) => {
        const at = range.first + inView;
        const id = idOf(row);
        return (
          <GridRow
            key={slots.get(id)}
            {...{ grid, row, at }}
            hasCost={isPriced}
            change={changes?.[row]}
            topPx={at * rowPx}
            isCurrent={id === (opened ?? current.value)}
            isTabStop={id === current.value || (!hasFocus && at === 0)}
            onOpen={open}
          />
        );
      })}
      {rows.length === 0 && (
        <div class={style.none} role="row">
          <span role="gridcell">{grid.keys.length === 0 ? 'It has no rows.' : 'No row is like that.'}</span>
        </div>
      )}
    </RowTable>
  );
}

interface TitleProps {
  readonly title: string;
  readonly isNumber?: boolean;
  readonly sort?: string | undefined;
  /** By which it is sorted; undefined: as it comes. */
  readonly id?: string | undefined;
  readonly onSort?: (sort: string | undefined) => void;
}

/** The least first, then the greatest, then as they come: what is bad is looked for first. */
function Title({ title, isNumber = false, sort, id, onSort }: TitleProps): VNode {
  const isUp = sort === id;
  const isDown = id !== undefined && sort === `-${id}`;
  const next = id === undefined || isDown ? undefined : isUp ? `-${id}` : id;
  const order = isUp ? 'ascending' : isDown ? 'descending' : undefined;
  return (
    <span
      role="columnheader"
      class={classNames(table.title, isNumber && table.number)}
      aria-sort={onSort ? order : undefined}
      title={title}
    >
      {onSort ? (
        <button type="button" class={classNames(table.sort, order && table.sorted)} onClick={() => onSort(next)}>
          {title}
          {order && <span aria-hidden="true">{isUp ? '↑' : '↓'}</span>}
        </button>
      ) : (
        title
      )}
    </span>
  );
}

function hasCost({ costsUsd }: EvaluationGrid): boolean {
  return costsUsd.some((cost) => cost !== null);
}
