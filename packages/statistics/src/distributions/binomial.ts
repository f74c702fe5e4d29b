import { incompleteBeta } from './incomplete-beta.ts';

/** P(X ≤ `successes`) among `trials` of probability `p` each. */
export function binomialCdf(successes: number, trials: number, p: number): number {
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  return incompleteBeta(1 - p, p, trials - successes, successes + 1);
}
