import type { Numbers } from './mean.ts';

/**
 * Quantiles of numbers in any order, one for each of `shares` (0…1), interpolated between neighbours as numpy, pandas
 * and spreadsheets do (Hyndman and Fan's type 7). NaN of no numbers.
 */
export function quantiles(numbers: Numbers, shares: readonly number[]): number[] {
  const sorted = Float64Array.from(numbers).sort();
  return shares.map((share) => sortedQuantile(sorted, share));
}

/** The quantile of numbers in any order; see {@link quantiles}. */
export function quantile(numbers: Numbers, share: number): number {
  return quantiles(numbers, [share])[0]!;
}

/** The quantile of numbers that ascend; see {@link quantiles}. */
export function sortedQuantile(ascending: Numbers, share: number): number {
  if (ascending.length === 0) return Number.NaN;
  const place = share * (ascending.length - 1);
  const below = Math.floor(place);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!;
  return low + (high - low) * (place - below);
}
