import { formatDuration } from '../format/duration.ts';
import { formatCount, formatUsd } from '../format/number.ts';
import { formatScore } from '../format/score.ts';

/** What a number counts: milliseconds, things, USD, tokens per second, a share of 1, or nothing. */
export type FigureUnit = 'ms' | 'count' | 'usd' | 'perSecond' | 'share' | 'number';

/** A number with its unit, as short as it stays readable; a dash where there is none. */
export function formatFigure(unit: FigureUnit, value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  switch (unit) {
    case 'ms':
      return formatDuration(value * 1_000);
    case 'count':
      return formatCount(value);
    case 'usd':
      return formatUsd(value);
    case 'perSecond':
      return `${value < 10 ? value.toFixed(1) : formatCount(Math.round(value))}/s`;
    case 'number':
      return formatScore(value);
    case 'share':
      return `${(value * 100).toFixed(value > 0 && value < 0.1 ? 1 : 0)} %`;
  }
}
