import type { ChartTheme } from '../../dashboards/chart/chart-theme.ts';
import type { ChartOption } from '../../dashboards/chart/echarts.ts';
import { base } from '../../dashboards/chart/time-option.ts';
import type { RunAxis } from './run-axis.ts';

/** What is not chosen stays as a shadow; of many it would be a veil, and what is not drawn takes no time. */
const INACTIVE = 0.04;
const MAX_SHADOWS = 300;
/** Beside the axes, for what they say, px. */
const [LEFT_PX, RIGHT_PX] = [60, 90];
/** Of an axis, as wide as the longest name that is not cut, px. */
const AXIS_PX = 130;

/** What so many axes need for their names not to run into one another, px. */
export function parallelWidthPx(axisCount: number): number {
  return LEFT_PX + (axisCount - 1) * AXIS_PX + RIGHT_PX;
}

/** With more lines than this each is fainter, so that where many run can be told. */
const FEW = 60;

/**
 * Runs as lines over parallel axes, on which stretches can be chosen. Each axis is called by its id.
 *
 * @param color What lines are coloured by; undefined: all are alike.
 */
export function parallelOption(
  runCount: number,
  axes: readonly RunAxis[],
  color: RunAxis | undefined,
  theme: ChartTheme,
): ChartOption {
  const colours = coloursOf(color, theme);
  return {
    ...base(theme),
    parallel: { left: LEFT_PX, right: RIGHT_PX, top: 50, bottom: 24, parallelAxisDefault: axisLook(theme) },
    parallelAxis: axes.map(({ id, name, categories }, dim) => ({
      ...{ id, dim, name, realtime: true },
      ...(categories ? { type: 'category', data: categories } : { type: 'value', scale: true }),
    })),
    series: [
      {
        type: 'parallel',
        silent: true,
        inactiveOpacity: runCount <= MAX_SHADOWS ? INACTIVE : 0,
        activeOpacity: runCount <= FEW ? 0.9 : 0.5,
        lineStyle: { width: runCount <= FEW ? 1.5 : 1 },
        // All at once: in pieces each brush would begin anew before the last had been drawn.
        progressive: 0,
        data: Array.from({ length: runCount }, (_, run) => ({
          value: axes.map(({ values }) => values[run] ?? '-'),
          lineStyle: { color: colours(run) },
        })),
      },
    ],
  };
}

function axisLook({ text, faint, line }: ChartTheme): ChartOption {
  return {
    nameLocation: 'end',
    nameGap: 14,
    nameTextStyle: { color: text, fontSize: 11, width: AXIS_PX - 6, overflow: 'truncate' },
    nameTruncate: { maxWidth: AXIS_PX - 6 },
    axisLine: { lineStyle: { color: line } },
    axisTick: { show: false },
    axisLabel: { color: faint, fontSize: 11, width: 90, overflow: 'truncate' },
    areaSelectStyle: { width: 16, color: text, opacity: 0.18, borderColor: text },
  };
}

/** Categories have colours of their own, numbers a place between two. */
function coloursOf(color: RunAxis | undefined, { series, text }: ChartTheme): (run: number) => string {
  const plain = series[0] ?? text;
  if (!color) return () => plain;
  if (color.categories) return (run) => series[(color.values[run] ?? 0) % series.length] ?? plain;
  const known = color.values.filter((value) => value !== undefined);
  const low = Math.min(...known);
  const range = Math.max(...known) - low || 1;
  const [from, to] = [plain, series[1] ?? text];
  return (run) => {
    const value = color.values[run];
    return value === undefined ? text : mixed(from, to, (value - low) / range);
  };
}

/** A colour between two that are written `#rrggbb`. */
function mixed(from: string, to: string, share: number): string {
  const part = (colour: string, at: number) => Number.parseInt(colour.slice(1 + at * 2, 3 + at * 2), 16);
  const parts = [0, 1, 2].map((at) => Math.round(part(from, at) + (part(to, at) - part(from, at)) * share));
  return `#${parts.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
