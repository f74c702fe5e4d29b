import type { EvaluationGrid } from '@tracewright/schema';
import type { ComponentType, VNode } from 'preact';
import { formatDuration } from '../../format/duration.ts';
import { formatUsd } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { memo } from '../../ui/memo.ts';
import { opensRow } from '../../window/row-click.ts';
import table from '../../window/row-table.module.css';
import { ScoreChange } from '../scores/score-change.tsx';
import { ScoreValue } from '../scores/score-value.tsx';
import style from './grid-row.module.css';

export interface GridRowProps {
  readonly grid: EvaluationGrid;
  /** Its place in the grid. */
  readonly row: number;
  /** Whether any row has a cost. */
  readonly hasCost: boolean;
  /** How much better it has become; undefined where nothing is compared. */
  readonly change: number | null | undefined;
  /** From 0, among those that are shown. */
  readonly at: number;
  readonly topPx: number;
  readonly isCurrent: boolean;
  readonly isTabStop: boolean;
  readonly onOpen: (traceId: string) => void;
}

/** By which the button of a row is found, to give it the focus. */
export function rowElementId(traceId: string): string {
  return `row-${traceId}`;
}

export const GridRow: ComponentType<GridRowProps> = memo((props: GridRowProps): VNode => {
  const { grid, row, change, at, topPx, isCurrent, isTabStop, onOpen } = props;
  const traceId = grid.traceIds[row] ?? '';
  const trial = grid.trials[row] ?? 0;
  const error = grid.errors[row] ?? null;
  const input = grid.inputs[row] || grid.keys[row];
  return (
    <div
      class={classNames(table.row, table.opens, style.row, isCurrent && table.current)}
      role="row"
      data-key={traceId}
      aria-rowindex={at + 2}
      {...(isCurrent && { 'aria-current': 'true' })}
      style={{ transform: `translateY(${topPx}px)` }}
      onClick={(event) => opensRow(event) && onOpen(traceId)}
    >
      <span role="gridcell" class={classNames(table.cell, style.input)}>
        <button
          type="button"
          id={rowElementId(traceId)}
          class={style.open}
          tabIndex={isTabStop ? 0 : -1}
          title={input}
          onClick={() => onOpen(traceId)}
        >
          {input}
        </button>
        {trial > 0 && <span class={style.trial}>trial {trial + 1}</span>}
      </span>
      <span role="gridcell" class={classNames(table.cell, style.output)} title={grid.outputs[row]}>
        {error === null ? grid.outputs[row] || '–' : <ScoreValue value={null} passed={null} error={error} />}
      </span>
      {change !== undefined && (
        <span role="gridcell" class={classNames(table.cell, table.number, style.figure)} data-title="Change">
          <ScoreChange change={change} />
        </span>
      )}
      {grid.scores.map(({ name, values, passed, errors }) => (
        <span key={name} role="gridcell" class={classNames(table.cell, style.figure)} data-title={name}>
          <ScoreValue value={values[row] ?? null} passed={passed[row] ?? null} error={errors[row] ?? null} />
        </span>
      ))}
      <Fact text={durationText(grid.durationsMs[row] ?? null)} />
      {props.hasCost && <Fact text={costText(grid.costsUsd[row] ?? null)} />}
    </div>
  );
});

function Fact({ text }: { readonly text: string }): VNode {
  return (
    <span role="gridcell" class={classNames(table.cell, table.number, style.fact)}>
      {text}
    </span>
  );
}

function durationText(ms: number | null): string {
  return ms === null ? '–' : formatDuration(ms * 1_000);
}

function costText(usd: number | null): string {
  return usd === null ? '–' : formatUsd(usd);
}
