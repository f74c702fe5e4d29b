/**
 * Writes a number with commas between thousands, as `toLocaleString('en-US')` does: the first call of that loads what
 * the browser knows of languages, which takes longer than to draw a page of rows.
 *
 * @param decimals Written out in full; by default as many as it has, three at most.
 */
export function grouped(value: number, decimals?: number): string {
  const text = decimals === undefined ? String(Math.round(value * 1_000) / 1_000) : value.toFixed(decimals);
  const [whole = '', rest] = text.split('.');
  const withCommas = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? withCommas : `${withCommas}.${rest}`;
}
