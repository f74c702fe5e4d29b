import type { VNode } from 'preact';
import { useCallback } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { Canvas } from '../../dashboards/chart/canvas.tsx';
import { ChartCard } from '../../dashboards/chart/chart-card.tsx';
import type { ChartTheme } from '../../dashboards/chart/chart-theme.ts';
import type { ListedRun } from '../runs/listed-run.ts';
import { axisText, type RunAxis } from './run-axis.ts';
import { RunAxisChoice } from './run-axis-choice.tsx';
import { runScatterOption } from './run-scatter-option.ts';
import style from './view.module.css';

const HEIGHT_PX = 460;

export interface ScatterViewProps {
  readonly runs: readonly ListedRun[];
  readonly axes: readonly RunAxis[];
  /** Ids of the axes that the URL names. */
  readonly h: string | undefined;
  readonly v: string | undefined;
  readonly onChange: (change: { readonly h?: string; readonly v?: string }) => void;
}

/** Runs by two of their figures; each opens its page. */
export function ScatterView({ runs, axes, h, v, onChange }: ScatterViewProps): VNode {
  const [, navigate] = useLocation();
  const y = axes.find(({ id }) => id === v) ?? axes[0];
  const x = axes.find(({ id }) => id === h) ?? axes.find((axis) => axis !== y) ?? y;
  const option = useCallback((theme: ChartTheme) => (x && y ? runScatterOption(runs, x, y, theme) : {}), [runs, x, y]);
  if (!x || !y) return <p class={style.none}>There is no figure in which these runs differ.</p>;
  const placed = runs.flatMap((run, at) =>
    x.values[at] === undefined || y.values[at] === undefined ? [] : [{ run, at }],
  );
  const missing = runs.length - placed.length;
  return (
    <>
      <div class={style.bar}>
        <RunAxisChoice label="Across" axes={axes} value={x} onChange={(id) => onChange({ h: id })} />
        <RunAxisChoice label="Up" axes={axes} value={y} onChange={(id) => onChange({ v: id })} />
      </div>
      <ChartCard
        title={`${y.name} by ${x.name}`}
        note={missing > 0 ? `${missing} without both are left out` : undefined}
        legend={[]}
        table={() => ({
          columns: [{ title: 'Run' }, { title: x.name, isNumber: true }, { title: y.name, isNumber: true }],
          rows: placed.map(({ run, at }) => [
            <Link key="run" href={`/runs/${run.id}`}>
              {run.name}
            </Link>,
            axisText(x, at),
            axisText(y, at),
          ]),
        })}
      >
        <Canvas
          label={`${y.name} by ${x.name} of each run, as a chart; the table has its numbers`}
          heightPx={HEIGHT_PX}
          option={option}
          onOpen={(index, series) => {
            const found = series === undefined ? undefined : placed[index];
            if (found) navigate(`/runs/${found.run.id}`);
          }}
        />
      </ChartCard>
    </>
  );
}
