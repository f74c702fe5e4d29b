import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { classNames } from '../ui/class-names.ts';
import { onPageKeys } from '../ui/page-keys.ts';
import { formatQuery } from '../url/query.ts';
import table from '../window/row-table.module.css';
import { RowTable } from '../window/row-table.tsx';
import { useRowCursor } from '../window/use-row-cursor.ts';
import { useRowWindow } from '../window/use-row-window.ts';
import { METRICS, type MetricId } from './metrics.ts';
import { StepLine, stepElementId } from './step-line.tsx';
import type { StepRow } from './step-rows.ts';
import style from './step-table.module.css';
import { type StepGroup, tracesOfStep } from './steps-url.ts';

const HEIGHTS = { wide: 32, narrow: 52 };
/** Of two times, models or versions: with what differs below each figure. */
const COMPARED_HEIGHTS = { wide: 44, narrow: 72 };

export interface StepTableProps {
  /** As a tree. */
  readonly rows: readonly StepRow[];
  readonly first: StepGroup | undefined;
  readonly last: StepGroup;
  /** Undefined: as a tree. */
  readonly sort: string | undefined;
  readonly onSort: (sort: MetricId | undefined) => void;
}

export function StepTable({ rows, first, last, sort, onSort }: StepTableProps): VNode {
  const [, navigate] = useLocation();
  const isCompared = first !== undefined;
  const sorted = useMemo(() => sortRows(rows, sort), [rows, sort]);
  const window = useRowWindow(sorted.length, isCompared ? COMPARED_HEIGHTS : HEIGHTS);
  const { range, rowPx } = window;
  const { current, keysFor, withCurrent } = useRowCursor<StepRow>({
    rows: () => sorted,
    idOf: ({ id }) => id,
    elementIdOf: stepElementId,
    window,
    selected: undefined,
  });
  const isTree = sorted === rows;

  const addressOf = ({ path, kind, last: figures }: StepRow) =>
    `/traces${formatQuery(tracesOfStep(figures || !first ? last : first, path, kind))}`;
  useEffect(() =>
    onPageKeys(
      {
        ...keysFor('step'),
        Enter: { says: 'the traces behind a step', run: withCurrent((row) => navigate(addressOf(row))) },
      },
      'Steps',
    ),
  );

  return (
    <RowTable
      label="Steps"
      role="treegrid"
      class={style.table}
      isFocusable
      window={window}
      header={
        <div class={classNames(table.header, style.header)} role="row" aria-rowindex={1}>
          <span role="columnheader" class={style.first}>
            <button
              type="button"
              class={classNames(table.sort, isTree && table.sorted)}
              onClick={() => onSort(undefined)}
            >
              Step
            </button>
          </span>
          {METRICS.map(({ id, title, about }) => (
            <span key={id} role="columnheader" aria-sort={sort === id ? 'descending' : undefined} title={about}>
              <button
                type="button"
                class={classNames(table.sort, sort === id && table.sorted)}
                onClick={() => onSort(id)}
              >
                {title}
                {sort === id && <span aria-hidden="true">↓</span>}
              </button>
            </span>
          ))}
        </div>
      }
    >
      {sorted.slice(range.first, range.end).map((row, at) => (
        <StepLine
          key={row.id}
          row={row}
          isCompared={isCompared}
          isTree={isTree}
          index={range.first + at}
          topPx={(range.first + at) * rowPx}
          isCurrent={row.id === current.value}
          href={addressOf(row)}
        />
      ))}
    </RowTable>
  );
}

/** The very same rows where they are to stand as a tree. */
function sortRows(rows: readonly StepRow[], sort: string | undefined): readonly StepRow[] {
  const metric = METRICS.find(({ id }) => id === sort);
  if (!metric) return rows;
  const figureOf = ({ first, last }: StepRow) => {
    const figures = last ?? first;
    return (figures && metric.value(figures)) ?? -1;
  };
  return rows.toSorted((a, b) => figureOf(b) - figureOf(a));
}
