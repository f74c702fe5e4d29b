import type { ChartTheme } from '../../dashboards/chart/chart-theme.ts';
import type { ChartOption } from '../../dashboards/chart/echarts.ts';
import { base, tooltipLook } from '../../dashboards/chart/time-option.ts';
import { tooltip } from '../../dashboards/chart/tooltip.ts';
import type { ListedRun } from '../runs/listed-run.ts';
import { axisText, type RunAxis } from './run-axis.ts';

/** With more, names would lie on each other. */
const MAX_NAMED = 30;

/** Runs as dots, those that have a value on both axes, in their order. */
export function runScatterOption(runs: readonly ListedRun[], x: RunAxis, y: RunAxis, theme: ChartTheme): ChartOption {
  const placed = runs.flatMap((_, at) => (x.values[at] === undefined || y.values[at] === undefined ? [] : [at]));
  const hasNames = placed.length <= MAX_NAMED;
  return {
    ...base(theme),
    grid: { left: 8, right: 60, top: 30, bottom: 26, containLabel: true },
    tooltip: {
      ...tooltipLook(theme),
      trigger: 'item',
      formatter: ({ dataIndex }: { readonly dataIndex: number }) => {
        const run = placed[dataIndex] ?? 0;
        const lines = [x, y].map((axis) => ({ name: axis.name, value: axisText(axis, run) }));
        return tooltip(runs[run]?.name ?? '', lines);
      },
    },
    xAxis: { ...axisLook(x, theme), nameLocation: 'middle', nameGap: 28 },
    yAxis: { ...axisLook(y, theme), nameGap: 10, nameTextStyle: { color: theme.faint, align: 'left' } },
    series: [
      {
        type: 'scatter',
        symbolSize: 10,
        itemStyle: { color: theme.series[0], opacity: 0.75 },
        data: placed.map((at) => [x.values[at], y.values[at]]),
        label: {
          show: hasNames,
          position: 'top',
          color: theme.text,
          fontSize: 11,
          ...{ width: 160, overflow: 'truncate' },
          formatter: ({ dataIndex }: { readonly dataIndex: number }) => runs[placed[dataIndex] ?? 0]?.name ?? '',
        },
        labelLayout: { hideOverlap: true },
      },
    ],
  };
}

function axisLook({ name, categories }: RunAxis, theme: ChartTheme): ChartOption {
  return {
    name,
    nameTextStyle: { color: theme.faint },
    ...(categories ? { type: 'category', data: categories } : { type: 'value', scale: true }),
    axisLine: { lineStyle: { color: theme.line } },
    axisTick: { show: false },
    axisLabel: { color: theme.faint, fontSize: 11, hideOverlap: true, ...{ width: 120, overflow: 'truncate' } },
    splitLine: { lineStyle: { color: theme.line } },
  };
}
