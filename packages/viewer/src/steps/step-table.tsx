import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { classNames } from '../ui/class-names.ts';
import { onPageKeys } from '../ui/page-keys.ts';
import { useMedia } from '../ui/use-media.ts';
import { formatQuery } from '../url/query.ts';
import { useWindow } from '../window/use-window.ts';
import { METRICS, type MetricId } from './metrics.ts';
import { StepLine, stepElementId } from './step-line.tsx';
import type { StepRow } from './step-rows.ts';
import style from './step-table.module.css';
import { type StepGroup, tracesOfStep } from './steps-url.ts';

const ROW_PX = 32;
const COMPARED_ROW_PX = 44;
/** Name and figures one below the other. */
const NARROW_ROW_PX = 52;
const NARROW_COMPARED_ROW_PX = 72;
/** Also in step-table.module.css. */
const HEADER_PX = 30;

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
  const isNarrow = useMedia('(max-width: 720px)');
  const rowPx = isNarrow
    ? isCompared
      ? NARROW_COMPARED_ROW_PX
      : NARROW_ROW_PX
    : isCompared
      ? COMPARED_ROW_PX
      : ROW_PX;
  const sorted = useMemo(() => sortRows(rows, sort), [rows, sort]);
  const { ref, range, scrollToRow } = useWindow<HTMLDivElement>(sorted.length, rowPx, isNarrow ? 0 : HEADER_PX);
  const current = useSignal<string | undefined>(undefined);
  const isTree = sorted === rows;

  const addressOf = ({ path, kind, last: figures }: StepRow) =>
    `/traces${formatQuery(tracesOfStep(figures || !first ? last : first, path, kind))}`;
  const move = (by: number) => {
    const from = sorted.findIndex(({ id }) => id === current.peek());
    const at = Math.min(Math.max(from + by, 0), sorted.length - 1);
    const row = sorted[at];
    if (!row) return;
    current.value = row.id;
    scrollToRow(at);
    const focus = () => document.getElementById(stepElementId(row.id))?.focus({ preventScroll: true });
    // At once, or Enter would press the link of the row before.
    focus();
    // Once more when it has been drawn, if the scroll has yet to bring it in.
    requestAnimationFrame(() => current.peek() === row.id && focus());
  };
  useEffect(() => {
    const next = { says: 'next step', run: () => move(1) };
    const previous = { says: 'previous step', run: () => move(-1) };
    const open = () => {
      const row = sorted.find(({ id }) => id === current.peek());
      if (row) navigate(addressOf(row));
    };
    return onPageKeys(
      {
        ...{ j: next, ArrowDown: next, k: previous, ArrowUp: previous },
        Enter: { says: 'the traces behind a step', run: open },
      },
      'Steps',
    );
  });

  return (
    <div
      class={classNames(style.table, isCompared && style.compared)}
      role="treegrid"
      aria-label="Steps"
      aria-rowcount={sorted.length + 1}
      ref={ref}
      tabIndex={0}
      style={{ '--row': `${rowPx}px` }}
    >
      <div class={style.header} role="row" aria-rowindex={1}>
        <span role="columnheader" class={style.first}>
          <button
            type="button"
            class={classNames(style.sort, isTree && style.sorted)}
            onClick={() => onSort(undefined)}
          >
            Step
          </button>
        </span>
        {METRICS.map(({ id, title, about }) => (
          <span key={id} role="columnheader" aria-sort={sort === id ? 'descending' : undefined} title={about}>
            <button
              type="button"
              class={classNames(style.sort, sort === id && style.sorted)}
              onClick={() => onSort(id)}
            >
              {title}
              {sort === id && <span aria-hidden="true">↓</span>}
            </button>
          </span>
        ))}
      </div>
      <div class={style.rows} role="rowgroup" style={{ height: `${sorted.length * rowPx}px` }}>
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
      </div>
    </div>
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
