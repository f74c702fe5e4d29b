import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { formatCount } from '../../format/number.ts';
import { DataTable } from '../../ui/data-table.tsx';
import type { ListedRun } from '../runs/listed-run.ts';
import { axisText, type RunAxis } from './run-axis.ts';
import style from './view.module.css';

/** Runs that are listed: the chart is for more. */
const MAX_LISTED = 20;
/** Runs that can be compared side by side. */
const MAX_KEPT = 30;

export interface BrushedRunsProps {
  readonly runs: readonly ListedRun[];
  /** Those of the chart, in the order in which the axes have their values. */
  readonly all: readonly ListedRun[];
  readonly axes: readonly RunAxis[];
  /** Whether they were chosen on the axes. */
  readonly isChosen: boolean;
  readonly onKeep: (ids: readonly string[]) => void;
}

/** The runs whose lines are chosen, and a way to compare them alone. */
export function BrushedRuns({ runs, all, axes, isChosen, onKeep }: BrushedRunsProps): VNode {
  const places = new Map(all.map((run, at) => [run, at]));
  const rest = runs.length - MAX_LISTED;
  return (
    <div class={style.below}>
      {isChosen && runs.length > 1 && runs.length <= MAX_KEPT && (
        <p class={style.bar}>
          <button type="button" class={style.button} onClick={() => onKeep(runs.map(({ id }) => id))}>
            Compare these {runs.length}
          </button>
        </p>
      )}
      {runs.length === 0 ? (
        <p class={style.none}>No line goes through all that is chosen.</p>
      ) : (
        <DataTable
          caption={isChosen ? 'Runs that are chosen' : 'Runs'}
          isCaptionHidden
          columns={[
            { title: 'Run' },
            ...axes.map(({ id, name, categories }) => ({ title: axisTitle(id, name, axes), isNumber: !categories })),
          ]}
          rows={runs.slice(0, MAX_LISTED).map((run) => [
            <Link key="run" href={`/runs/${run.id}`}>
              {run.name}
            </Link>,
            ...axes.map((axis) => axisText(axis, places.get(run) ?? -1)),
          ])}
        />
      )}
      {rest > 0 && <p class={style.none}>and {formatCount(rest)} more</p>}
    </div>
  );
}

/** A metric and a parameter can have the same name. */
function axisTitle(id: string, name: string, axes: readonly RunAxis[]): string {
  return axes.filter((axis) => axis.name === name).length > 1 ? id : name;
}
