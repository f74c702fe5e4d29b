/** Counts up to 9,999 in full, above that with three figures: `14.2k`, `3.05M`. */
export function formatCount(count: number): string {
  if (count < 10_000) return count.toLocaleString('en-US');
  if (count < 999_500) return `${shorten(count / 1_000)}k`;
  if (count < 999_500_000) return `${shorten(count / 1_000_000)}M`;
  return `${shorten(count / 1_000_000_000)}B`;
}

/** USD; below ten cents with two figures, so that the cost of one call does not read as nothing. */
export function formatUsd(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < 0) return `−${formatUsd(-usd)}`;
  if (usd < 1e-9) return '<$0.000000001';
  if (usd < 0.095) return `$${usd.toFixed(Math.min(9, 1 - Math.floor(Math.log10(usd))))}`;
  if (usd < 999.5) return `$${usd.toFixed(usd < 9.995 ? 3 : 2).replace(/(\.\d\d)0$/, '$1')}`;
  return `$${Math.round(usd).toLocaleString('en-US')}`;
}

/** As {@link formatUsd}, for narrow columns: what is less than a thousandth of a cent is not told apart. */
export function formatUsdShort(usd: number): string {
  return usd > 0 && usd < 0.00001 ? '<$0.00001' : formatUsd(usd);
}

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
