import type { StepMatch } from '@tracewright/attribution';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { formatCount } from '../format/number.ts';
import { onPageKeys } from '../ui/page-keys.ts';
import table from '../window/row-table.module.css';
import { RowTable } from '../window/row-table.tsx';
import { useRowCursor } from '../window/use-row-cursor.ts';
import { useRowWindow } from '../window/use-row-window.ts';
import { type Comparison, figuresOf } from './comparison.ts';
import { StepRow, stepElementId } from './step-row.tsx';
import style from './step-table.module.css';

const HEIGHTS = { wide: 30, narrow: 48 };

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
  const shown = useMemo(
    () => (isAll ? matches : changed.flatMap((at) => matches[at] ?? [])),
    [matches, changed, isAll],
  );
  const window = useRowWindow(shown.length, HEIGHTS);
  const { range, rowPx } = window;
  const idOf = (match: StepMatch) => stepId(comparison, match.a, match.b);
  const { current, keysFor } = useRowCursor<StepMatch>({
    rows: () => shown,
    idOf,
    elementIdOf: stepElementId,
    window,
    selected,
    onMove: onSelect,
  });
  const longestUs = Math.max(1, a.summary.durationMs, b.summary.durationMs) * 1_000;
  useEffect(() => onPageKeys(keysFor('step'), 'Compare'), [keysFor]);

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
      {shown.length === 0 ? (
        <p class={style.none}>No step differs in its time, tokens, cost or state.</p>
      ) : (
        <RowTable
          label="Steps of both traces"
          role="treegrid"
          class={style.table}
          isFocusable
          window={window}
          header={
            <div class={table.header} role="row" aria-rowindex={1}>
              {COLUMNS.map((column) => (
                <span key={column} role="columnheader">
                  {column}
                </span>
              ))}
            </div>
          }
        >
          {shown.slice(range.first, range.end).map((match, at) => {
            const row = range.first + at;
            const id = idOf(match);
            return (
              <StepRow
                key={id}
                id={id}
                a={figuresOf(a, match.a)}
                b={figuresOf(b, match.b)}
                depth={match.depth}
                longestUs={longestUs}
                row={row}
                topPx={row * rowPx}
                isSelected={id === selected}
                onSelect={() => {
                  current.value = id;
                  onSelect(id);
                }}
              />
            );
          })}
        </RowTable>
      )}
    </section>
  );
}

/** Ids of the spans on both sides with a point between them; '' where there is none. */
export function stepId({ a, b }: Comparison, spanA: number, spanB: number): string {
  return `${a.skeleton.spanId[spanA] ?? ''}.${b.skeleton.spanId[spanB] ?? ''}`;
}
