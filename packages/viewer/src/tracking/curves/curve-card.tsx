import type { VNode } from 'preact';
import { useCallback, useMemo, useRef } from 'preact/hooks';
import { useAsked } from '../../api/use-answer.ts';
import { Canvas } from '../../dashboards/chart/canvas.tsx';
import { ChartCard } from '../../dashboards/chart/chart-card.tsx';
import type { ChartTheme } from '../../dashboards/chart/chart-theme.ts';
import { grouped } from '../../format/grouped.ts';
import { getHistories } from '../api/metrics.ts';
import { Moment, metricValue } from '../page/run-facts.tsx';
import { curvesOf } from './curve.ts';
import style from './curve-card.module.css';
import { type CurveLook, curveOption } from './curve-option.ts';
import { useSeen } from './use-seen.ts';

const HEIGHT_PX = 220;
/** Rows of the table that says the same. */
const MAX_ROWS = 500;
/** Curves that are named above the chart. */
const MAX_NAMED = 12;

export interface CurveCardProps {
  readonly metric: string;
  readonly runs: readonly { readonly id: string; readonly name: string }[];
  readonly look: CurveLook;
  /** Charts of a group show the same place where one of them is pointed at. */
  readonly group: string;
  /** Undefined: nothing more will come. */
  readonly refreshMs: number | undefined;
}

/** How a metric of one or more runs went. It is asked for when it comes into view. */
export function CurveCard({ metric, runs, look, group, refreshMs }: CurveCardProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const isSeen = useSeen(box);
  const ids = runs.map(({ id }) => id);
  const question = isSeen ? `${metric} of ${ids.join()}` : undefined;
  const { value, failure } = useAsked(question, (abort) => getHistories(ids, metric, abort), refreshMs);
  const curves = useMemo(() => curvesOf(runs, value ?? []), [runs, value]);
  const option = useCallback(
    (theme: ChartTheme) => curveOption(curves, look, theme),
    [curves, look.x, look.weight, look.isLog],
  );
  const count = curves.reduce((sum, { points }) => sum + points.length, 0);
  const isSingle = curves.length > 0 && curves.every(({ points }) => points.length === 1);
  const table = () => ({
    columns: [
      ...(runs.length > 1 ? [{ title: 'Run' }] : []),
      { title: 'Step', isNumber: true },
      { title: 'Time' },
      { title: metric, isNumber: true },
    ],
    rows: curves
      .flatMap(({ name, points }) => points.map((point) => ({ name, ...point })))
      .slice(0, MAX_ROWS)
      .map(({ name, step, timeMs, value: figure }) => [
        ...(runs.length > 1 ? [name] : []),
        grouped(step),
        <Moment key="time" ms={timeMs} />,
        metricValue({ value: figure }),
      ]),
  });
  const note = failure?.message ?? (value && (count > MAX_ROWS ? `${grouped(count)} points` : undefined));
  return (
    <div ref={box} class={style.card}>
      <ChartCard
        title={metric}
        {...(note !== undefined && { note })}
        legend={runs.length > 1 ? curves.slice(0, MAX_NAMED) : []}
        table={table}
      >
        {isSingle ? (
          <SingleValues curves={curves} />
        ) : (
          <div style={{ minHeight: `${HEIGHT_PX}px` }}>
            {curves.length > 0 && (
              <Canvas
                label={`${metric}, as a chart; the table has its numbers`}
                heightPx={HEIGHT_PX}
                option={option}
                group={group}
              />
            )}
          </div>
        )}
      </ChartCard>
    </div>
  );
}

/** A line through one point says nothing. */
function SingleValues({ curves }: { readonly curves: ReturnType<typeof curvesOf> }): VNode {
  return (
    <ul class={style.values}>
      {curves.slice(0, MAX_NAMED).map(({ runId, name, points: [point] }) => (
        <li key={runId} class={style.value}>
          {curves.length > 1 && <span class={style.name}>{name}</span>}
          <b>{point ? metricValue(point) : '–'}</b>
        </li>
      ))}
      {curves.length > MAX_NAMED && <li>and {curves.length - MAX_NAMED} more: the table has them</li>}
    </ul>
  );
}
