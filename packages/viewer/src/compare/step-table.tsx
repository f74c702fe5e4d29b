import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatCount } from '../format/number.ts';
import { onPageKeys } from '../ui/page-keys.ts';
import { useMedia } from '../ui/use-media.ts';
import { useWindow } from '../window/use-window.ts';
import { type Comparison, figuresOf } from './comparison.ts';
import { StepRow } from './step-row.tsx';
import style from './step-table.module.css';

const ROW_PX = 30;
const NARROW_ROW_PX = 48;
/** Also in step-table.module.css. */
const HEADER_PX = 30;

const COLUMNS = ['Step', 'A', 'B', 'Time', 'Tokens', 'Cost'] as const;

export interface StepTableProps {
  readonly comparison: Comparison;
  readonly isAll: boolean;
  /** As the URL names it: see {@link stepId}. */
  readonly selected: string | undefined;
  readonly onAll: (isAll: boolean) => void;
  readonly onSelect: (step: string) => void;
}

/** The steps of both traces in one tree, with what each took here and there. */
export function StepTable({ comparison, isAll, selected, onAll, onSelect }: StepTableProps): VNode {
  const { matches, changed, a, b } = comparison;
  const isNarrow = useMedia('(max-width: 720px)');
  const rowPx = isNarrow ? NARROW_ROW_PX : ROW_PX;
  const count = isAll ? matches.length : changed.length;
  const matchAt = (row: number) => matches[isAll ? row : (changed[row] ?? -1)];
  const { ref, range, scrollToRow } = useWindow<HTMLDivElement>(count, rowPx, isNarrow ? 0 : HEADER_PX);
  const current = useSignal(-1);
  const idAt = (row: number) => {
    const match = matchAt(row);
    return match && stepId(comparison, match.a, match.b);
  };
  const longestUs = Math.max(1, a.summary.durationMs, b.summary.durationMs) * 1_000;

  const select = (row: number) => {
    const id = idAt(row);
    if (id === undefined) return;
    current.value = row;
    onSelect(id);
    scrollToRow(row);
  };
  const move = (by: number) => {
    const found = current.peek() >= 0 ? current.peek() : rowOf(selected, count, idAt);
    select(Math.min(Math.max(found + by, 0), count - 1));
  };
  useEffect(() => {
    const next = { says: 'next step', run: () => move(1) };
    const previous = { says: 'previous step', run: () => move(-1) };
    return onPageKeys({ ...{ j: next, ArrowDown: next, k: previous, ArrowUp: previous } }, 'Compare');
  });

  return (
    <section class={style.section} aria-label="Steps">
      <div class={style.tools}>
        <h2 class={style.heading}>Steps</h2>
        <span class={style.total}>
          {formatCount(changed.length)} of {formatCount(matches.length)} differ, or hold one that does
        </span>
        <label class={style.all}>
          <input type="checkbox" checked={isAll} onChange={() => onAll(!isAll)} /> all steps
        </label>
      </div>
      <div
        class={style.table}
        role="treegrid"
        aria-label="Steps of both traces"
        aria-rowcount={count + 1}
        ref={ref}
        tabIndex={0}
      >
        <div class={style.header} role="row" aria-rowindex={1}>
          {COLUMNS.map((column) => (
            <span key={column} role="columnheader">
              {column}
            </span>
          ))}
        </div>
        <div class={style.rows} role="rowgroup" style={{ height: `${count * rowPx}px` }}>
          {Array.from({ length: Math.max(0, range.end - range.first) }, (_, at) => {
            const row = range.first + at;
            const match = matchAt(row);
            if (!match) return null;
            const id = stepId(comparison, match.a, match.b);
            return (
              <StepRow
                key={id}
                a={figuresOf(a, match.a)}
                b={figuresOf(b, match.b)}
                depth={match.depth}
                longestUs={longestUs}
                row={row}
                topPx={row * rowPx}
                isSelected={id === selected}
                onSelect={() => select(row)}
              />
            );
          })}
        </div>
      </div>
    </section>
  );
}

/** Ids of the spans on both sides with a point between them; '' where there is none. */
export function stepId({ a, b }: Comparison, spanA: number, spanB: number): string {
  return `${a.skeleton.spanId[spanA] ?? ''}.${b.skeleton.spanId[spanB] ?? ''}`;
}

function rowOf(id: string | undefined, count: number, idAt: (row: number) => string | undefined): number {
  if (id !== undefined) for (let row = 0; row < count; row++) if (idAt(row) === id) return row;
  return -1;
}
