import type { ChartTheme } from '../../dashboards/chart/chart-theme.ts';
import type { ChartOption } from '../../dashboards/chart/echarts.ts';
import { base, tooltipLook } from '../../dashboards/chart/time-option.ts';
import { tooltip } from '../../dashboards/chart/tooltip.ts';
import { formatDuration } from '../../format/duration.ts';
import { grouped } from '../../format/grouped.ts';
import { formatMoment } from '../../format/moment.ts';
import { metricValue } from '../page/run-facts.tsx';
import { type Curve, type CurveX, placesOn } from './curve.ts';
import { smooth } from './smooth.ts';

export interface CurveLook {
  readonly x: CurveX;
  /** See {@link smooth}. */
  readonly weight: number;
  readonly isLog: boolean;
}

/** Curves with more points are drawn without a mark at each. */
const MAX_MARKED = 40;
/** Lines of a tooltip. */
const MAX_LINES = 12;
const DASHES = ['solid', 'dashed', 'dotted'] as const;

/** Curves of one metric in the library's terms: smoothed ones bold above what was measured. */
export function curveOption(curves: readonly Curve[], { x, weight, isLog }: CurveLook, theme: ChartTheme): ChartOption {
  const isSmoothed = weight > 0;
  const lines = curves.map((curve, at) => {
    const places = placesOn(x, curve);
    const values = curve.points.map(({ value }) => value);
    const colour = theme.series[at % theme.series.length] ?? theme.text;
    // Colours come round again: dashes tell those apart that have the same one.
    const dash = DASHES[Math.floor(at / theme.series.length) % DASHES.length];
    const common = { type: 'line', itemStyle: { color: colour }, symbolSize: 4, clip: true };
    const hasMarks = values.length <= MAX_MARKED;
    const measured = {
      ...common,
      name: curve.name,
      data: points(places, values, isLog),
      showSymbol: hasMarks,
      lineStyle: { width: isSmoothed ? 1 : 1.75, opacity: isSmoothed ? 0.25 : 1, type: dash },
      ...(isSmoothed && { itemStyle: { color: colour, opacity: 0.25 }, silent: true }),
    };
    if (!isSmoothed) return [measured];
    const even = points(places, smooth(values, weight), isLog);
    return [
      measured,
      { ...common, name: curve.name, data: even, showSymbol: hasMarks, lineStyle: { width: 2, type: dash } },
    ];
  });
  const axis = {
    axisLine: { lineStyle: { color: theme.line } },
    axisTick: { show: false },
    axisLabel: { color: theme.faint, fontSize: 11, hideOverlap: true },
    splitLine: { lineStyle: { color: theme.line } },
  };
  return {
    ...base(theme),
    grid: { left: 8, right: 16, top: 12, bottom: 4, containLabel: true },
    tooltip: {
      ...tooltipLook(theme),
      trigger: 'axis',
      axisPointer: { type: 'line', snap: true, lineStyle: { color: theme.faint } },
      formatter: (items: unknown) => tooltipOf(items as readonly Hovered[], x, isSmoothed),
    },
    xAxis: {
      ...axis,
      type: x === 'time' ? 'time' : 'value',
      splitLine: { show: false },
      scale: true,
      ...(x !== 'time' && {
        axisLabel: { ...axis.axisLabel, formatter: (value: number) => placeText(x, value) },
      }),
      ...(x === 'step' && { minInterval: 1 }),
    },
    yAxis: { ...axis, type: isLog ? 'log' : 'value', scale: true },
    series: lines.flat(),
  };
}

/** A gap where there is no number, or none that a logarithm has. */
function points(
  places: readonly number[],
  values: readonly number[],
  isLog: boolean,
): readonly (readonly [number, number | null])[] {
  return values.map((value, at) => [places[at] ?? 0, Number.isFinite(value) && !(isLog && value <= 0) ? value : null]);
}

interface Hovered {
  readonly seriesIndex: number;
  readonly seriesName: string;
  readonly color: string;
  readonly value: readonly [number, number | null];
}

function tooltipOf(items: readonly Hovered[], x: CurveX, isSmoothed: boolean): HTMLElement {
  const shown = items.filter(({ seriesIndex }) => !isSmoothed || seriesIndex % 2 === 1);
  const lines = shown.slice(0, MAX_LINES).map(({ seriesName, color, value: [, value] }) => ({
    name: seriesName,
    value: value === null ? '–' : metricValue({ value }),
    colour: color,
  }));
  const rest = shown.length - lines.length;
  return tooltip(placeText(x, items[0]?.value[0] ?? 0), [
    ...lines,
    ...(rest > 0 ? [{ name: `and ${rest} more`, value: '' }] : []),
  ]);
}

function placeText(x: CurveX, place: number): string {
  if (x === 'step') return grouped(place);
  return x === 'time' ? formatMoment(place, Date.now()) : formatDuration(place * 1_000);
}
