import { grouped } from './grouped.ts';

/** Counts up to 9,999 in full, above that with three figures: `14.2k`, `3.05M`. */
export function formatCount(count: number): string {
  if (count < 10_000) return grouped(count);
  if (count < 999_500) return `${shorten(count / 1_000)}k`;
  if (count < 999_500_000) return `${shorten(count / 1_000_000)}M`;
  return `${shorten(count / 1_000_000_000)}B`;
}

/**
 * USD; below ten cents with two figures, so that the cost of one call does not read as nothing. What is less than a
 * thousandth of a cent is not told apart: at most nine characters below a thousand dollars, and no zeros to count.
 */
export function formatUsd(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < 0) return `−${formatUsd(-usd)}`;
  if (usd < LEAST_USD) return '<$0.00001';
  if (usd < 0.095) {
    const rounded = Number(usd.toPrecision(2));
    return `$${rounded.toFixed(1 - Math.floor(Math.log10(rounded)))}`;
  }
  if (usd < 999.5) return `$${usd.toFixed(usd < 9.995 ? 3 : 2).replace(/(\.\d\d)0$/, '$1')}`;
  return `$${grouped(Math.round(usd))}`;
}

/** As {@link formatUsd}, of an amount that is only known to be at least this. */
export function formatLeastUsd(usd: number): string {
  return usd > 0 && usd < LEAST_USD ? '>$0' : `≥ ${formatUsd(usd)}`;
}

/** USD to the last digit that is kept, a billionth of a dollar: for tooltips. */
export function formatExactUsd(usd: number): string {
  return `$${usd.toFixed(9).replace(/\.?0+$/, '')}`;
}

/** Amounts below are written alike. */
const LEAST_USD = 0.00001;

export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 999_500) return `${shorten(bytes / 1_000)} kB`;
  return `${shorten(bytes / 1_000_000)} MB`;
}

/**
 * Shares of a whole as percentages with one decimal that add up to exactly 100.0: the largest remainders are rounded
 * up. @param parts Not negative; where all are 0, so are the shares.
 */
export function percentages(parts: readonly number[]): readonly number[] {
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (total === 0) return parts.map(() => 0);
  const exact = parts.map((part) => (part / total) * 1_000);
  const tenths = exact.map(Math.floor);
  let missing = 1_000 - tenths.reduce((sum, part) => sum + part, 0);
  const byRemainder = exact.map((_, at) => at).sort((a, b) => (exact[b]! % 1) - (exact[a]! % 1) || a - b);
  for (const at of byRemainder) {
    if (missing-- <= 0) break;
    tenths[at]!++;
  }
  return tenths.map((part) => part / 10);
}

function shorten(value: number): string {
  if (value < 9.995) return value.toFixed(2).replace(/\.?0+$/, '');
  return value < 99.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0);
}
