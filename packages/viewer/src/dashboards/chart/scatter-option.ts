import { type FigureUnit, formatFigure } from '../figure.ts';
import type { ModelPoint } from '../model-point.ts';
import type { ChartTheme } from './chart-theme.ts';
import type { ChartOption } from './echarts.ts';
import { base, tooltipLook, valueAxis } from './time-option.ts';
import { type TooltipLine, tooltip } from './tooltip.ts';

/** What a model is placed by. */
export interface ScatterAxis {
  readonly name: string;
  readonly unit: FigureUnit;
  readonly read: (point: ModelPoint) => number | null;
}

const MIN_SIZE_PX = 9;
const MAX_SIZE_PX = 34;
/** Where the dearest costs this many times what the cheapest does, equal steps are equal factors. */
const LOG_FACTOR = 20;

/** Models as dots, as large as they are often called. One series per provider, in the order of `providers`. */
export function scatterOption(
  points: readonly ModelPoint[],
  providers: readonly (string | null)[],
  [x, y]: readonly [ScatterAxis, ScatterAxis],
  theme: ChartTheme,
): ChartOption {
  const most = Math.max(1, ...points.map(({ calls }) => calls));
  return {
    ...base(theme),
    grid: { left: 8, right: 44, top: 28, bottom: 22, containLabel: true },
    tooltip: {
      ...tooltipLook(theme),
      trigger: 'item',
      formatter: (item: { readonly seriesIndex: number; readonly dataIndex: number }) => {
        const point = placed(points, providers[item.seriesIndex] ?? null, x, y)[item.dataIndex];
        return point ? tooltip(point.model, linesOf(point, [x, y])) : '';
      },
    },
    xAxis: {
      ...valueAxis(x.unit, theme),
      ...(isWide(points, x) && { type: 'log', min: undefined }),
      name: x.name,
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: { color: theme.faint, fontSize: 11 },
    },
    yAxis: {
      ...valueAxis(y.unit, theme),
      name: y.name,
      nameTextStyle: { color: theme.faint, fontSize: 11, align: 'left' },
      nameGap: 6,
    },
    series: providers.map((provider, at) => ({
      type: 'scatter',
      name: provider ?? 'no provider',
      data: placed(points, provider, x, y).map((point) => ({
        value: [x.read(point), y.read(point)],
        symbolSize: MIN_SIZE_PX + (MAX_SIZE_PX - MIN_SIZE_PX) * Math.sqrt(point.calls / most),
        label: { show: true, position: 'top', formatter: () => point.model, color: theme.text, fontSize: 11 },
      })),
      // Of names that would lie on each other one is drawn; pointing at a dot tells the other.
      labelLayout: { hideOverlap: true },
      itemStyle: { color: theme.series[at % theme.series.length], opacity: 0.85 },
    })),
  };
}

/** The models of a provider that have a place on both axes. */
export function placed(
  points: readonly ModelPoint[],
  provider: string | null,
  x: ScatterAxis,
  y: ScatterAxis,
): readonly ModelPoint[] {
  return points.filter((point) => point.provider === provider && x.read(point) !== null && y.read(point) !== null);
}

function isWide(points: readonly ModelPoint[], { read }: ScatterAxis): boolean {
  const values = points.map(read).filter((value) => value !== null);
  const least = Math.min(...values);
  return least > 0 && Math.max(...values) / least >= LOG_FACTOR;
}

function linesOf(point: ModelPoint, axes: readonly ScatterAxis[]): readonly TooltipLine[] {
  return [
    { name: 'provider', value: point.provider ?? '–' },
    { name: 'calls', value: formatFigure('count', point.calls) },
    ...axes.map(({ name, unit, read }) => ({ name, value: formatFigure(unit, read(point)) })),
  ];
}
