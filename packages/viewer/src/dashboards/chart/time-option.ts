import { type FigureUnit, formatFigure } from '../figure.ts';
import type { TimeChart } from '../time-charts.ts';
import { axisLabel, bucketLabel } from './axis-format.ts';
import type { ChartTheme } from './chart-theme.ts';
import type { ChartOption } from './echarts.ts';
import { tooltip } from './tooltip.ts';

/** Lines are told apart by more than their colour. */
const DASHES = ['solid', 'dashed', 'dotted'] as const;

/** A chart over time in the library's terms. */
export function timeOption(chart: TimeChart, theme: ChartTheme): ChartOption {
  const { startsMs, series, unit, form } = chart;
  const buckets = startsMs.slice(0, -1);
  const stepMs = (startsMs[1] ?? 0) - (startsMs[0] ?? 0);
  const lengthMs = (startsMs.at(-1) ?? 0) - (startsMs[0] ?? 0);
  const labels = buckets.map((startMs) => axisLabel(startMs, stepMs, lengthMs));
  // Half of a label can reach beyond the last of many narrow buckets.
  const labelPx = buckets.length > 12 ? 2 * Math.max(...labels.map(({ length }) => length)) : 0;
  return {
    ...base(theme),
    grid: { left: 8, right: Math.max(12, labelPx), top: 12, bottom: 4, containLabel: true },
    tooltip: {
      ...tooltipLook(theme),
      trigger: 'axis',
      axisPointer: { type: form === 'bar' ? 'shadow' : 'line', lineStyle: { color: theme.faint } },
      formatter: (items: unknown) => tooltipAt(chart, theme, indexOf(items)),
    },
    xAxis: {
      type: 'category',
      data: labels,
      axisLine: { lineStyle: { color: theme.line } },
      axisTick: { show: false },
      axisLabel: {
        color: theme.faint,
        hideOverlap: true,
        fontSize: 11,
        // Those at the ends of many narrow buckets would reach beyond the chart.
        ...(buckets.length > 12 && { alignMinLabel: 'left', alignMaxLabel: 'right' }),
      },
    },
    yAxis: valueAxis(unit, theme),
    series: series.map(({ name, values }, at) => ({
      name,
      type: form,
      data: values,
      ...(form === 'bar'
        ? { stack: 'all', barCategoryGap: '20%', barMaxWidth: 32, itemStyle: { color: colourOf(chart, at, theme) } }
        : {
            symbol: 'circle',
            // A value without neighbours is a point, and would not be seen without one.
            symbolSize: (_: unknown, { dataIndex }: { readonly dataIndex: number }) =>
              buckets.length <= 40 || isAlone(values, dataIndex) ? 5 : 0,
            showAllSymbol: true,
            lineStyle: { width: 1.75, type: DASHES[series.length <= 3 ? at : 0] },
            itemStyle: { color: colourOf(chart, at, theme) },
          }),
    })),
  };
}

/** What every chart has in common. */
export function base({ font, text }: ChartTheme): ChartOption {
  return { animation: false, textStyle: { fontFamily: font, color: text } };
}

/** The box around a tooltip, which is the page's own. */
export function tooltipLook({ text, line }: ChartTheme): ChartOption {
  return {
    confine: true,
    transitionDuration: 0,
    backgroundColor: getComputedStyle(document.documentElement).getPropertyValue('--surface').trim(),
    borderColor: line,
    textStyle: { color: text },
    padding: [8, 10],
  };
}

/** An axis of values with few lines. */
export function valueAxis(unit: FigureUnit, { line, faint }: ChartTheme): ChartOption {
  return {
    type: 'value',
    min: 0,
    splitNumber: 3,
    axisLine: { show: false },
    axisTick: { show: false },
    minInterval: unit === 'count' ? 1 : undefined,
    splitLine: { lineStyle: { color: line } },
    axisLabel: {
      color: faint,
      fontSize: 11,
      hideOverlap: true,
      formatter: (value: number) => axisFigure(unit, value),
    },
  };
}

/** As short as it can be: axes have round figures. */
function axisFigure(unit: FigureUnit, value: number): string {
  return value === 0
    ? '0'
    : formatFigure(unit, value)
        .replace(/(\.\d*?)0+(?= |$)/, '$1')
        .replace(/\.(?= |$)/, '');
}

function colourOf({ series }: TimeChart, at: number, theme: ChartTheme): string {
  if (series[at]?.also !== undefined) return theme.error;
  return theme.series[at % theme.series.length] ?? theme.text;
}

function isAlone(values: readonly (number | null)[], at: number): boolean {
  return (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;
}

/** Which bucket a tooltip is for: the library hands over all series of it. */
function indexOf(items: unknown): number {
  const [first] = items as readonly { readonly dataIndex: number }[];
  return first?.dataIndex ?? 0;
}

function tooltipAt(chart: TimeChart, theme: ChartTheme, index: number): HTMLElement {
  const { startsMs, series, unit } = chart;
  const [startMs = 0, endMs = 0] = startsMs.slice(index, index + 2);
  const lines = series.map(({ name, values }, at) => ({
    name,
    value: figureIn(unit, values[index], (endMs - startMs) / 1_000),
    colour: colourOf(chart, at, theme),
  }));
  return tooltip(bucketLabel(startMs, endMs), lines);
}

/** Counts are told per second as well. */
function figureIn(unit: FigureUnit, value: number | null | undefined, seconds: number): string {
  const text = formatFigure(unit, value);
  return unit === 'count' && value ? `${text} (${(value / seconds).toPrecision(2)}/s)` : text;
}
