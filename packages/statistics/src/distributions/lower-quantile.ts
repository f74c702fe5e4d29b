/**
 * The x ≤ 0 at which a distribution function that is symmetric around 0 reaches `p` ≤ 0.5, to the last bits: quantiles
 * are asked for once a result, so halving is quick enough and works for every such distribution alike.
 */
export function lowerQuantile(cdf: (x: number) => number, p: number): number {
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  let low = -1;
  while (cdf(low) > p) low *= 2;
  let high = low === -1 ? 0 : low / 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (cdf(middle) < p) low = middle;
    else high = middle;
  }
}
