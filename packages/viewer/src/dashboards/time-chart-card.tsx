import type { VNode } from 'preact';
import { useCallback } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { bucketLabel } from './chart/axis-format.ts';
import { Canvas } from './chart/canvas.tsx';
import { ChartCard } from './chart/chart-card.tsx';
import type { ChartTheme } from './chart/chart-theme.ts';
import { timeOption } from './chart/time-option.ts';
import type { DashState } from './dash-state.ts';
import { formatFigure } from './figure.ts';
import type { TimeChart } from './time-charts.ts';
import { tracesBehind } from './traces-behind.ts';

const HEIGHT_PX = 180;

/** A chart over time; each of its marks opens the traces behind it. */
export function TimeChartCard({ chart, state }: { readonly chart: TimeChart; readonly state: DashState }): VNode {
  const [, navigate] = useLocation();
  const option = useCallback((theme: ChartTheme) => timeOption(chart, theme), [chart]);
  const hrefOf = (index: number, series: number | undefined) => {
    const [fromMs, toMs] = chart.startsMs.slice(index, index + 2);
    const { group, also } = (series === undefined ? undefined : chart.series[series]) ?? {};
    const bucket = fromMs === undefined || toMs === undefined ? undefined : { fromMs, toMs };
    return tracesBehind(state, { group, also, bucket });
  };
  return (
    <ChartCard
      title={chart.title}
      legend={chart.series.map(({ name, also }) => ({ name, colour: also === undefined ? undefined : 'var(--error)' }))}
      table={() => ({
        columns: [{ title: 'Time' }, ...chart.series.map(({ name }) => ({ title: name, isNumber: true }))],
        rows: chart.startsMs.slice(0, -1).map((startMs, index) => [
          <Link key={startMs} href={hrefOf(index, undefined)}>
            {bucketLabel(startMs, chart.startsMs[index + 1] ?? startMs)}
          </Link>,
          ...chart.series.map(({ values }, series) => {
            const figure = formatFigure(chart.unit, values[index]);
            return chart.series.length > 1 && values[index] ? (
              <Link key={series} href={hrefOf(index, series)}>
                {figure}
              </Link>
            ) : (
              figure
            );
          }),
        ]),
      })}
    >
      <Canvas
        label={`${chart.title} over time, as a chart; the table has its numbers`}
        heightPx={HEIGHT_PX}
        option={option}
        onOpen={(index, series) => navigate(hrefOf(index, series))}
      />
    </ChartCard>
  );
}
