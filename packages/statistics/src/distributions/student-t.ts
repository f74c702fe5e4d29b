import { incompleteBeta } from './incomplete-beta.ts';
import { lowerQuantile } from './lower-quantile.ts';

/** P(T ≤ `t`) of Student's t with `degrees` > 0 of freedom, not necessarily a whole number. */
export function studentTCdf(t: number, degrees: number): number {
  if (t > 0) return 1 - studentTCdf(-t, degrees);
  const square = t * t;
  return incompleteBeta(degrees / (degrees + square), square / (degrees + square), degrees / 2, 0.5) / 2;
}

/** The t with P(T ≤ t) = `p`. */
export function studentTQuantile(p: number, degrees: number): number {
  return p > 0.5 ? -studentTQuantile(1 - p, degrees) : lowerQuantile((t) => studentTCdf(t, degrees), p);
}

/** How likely a t at least so far from 0 is by chance. */
export function twoSidedP(t: number, degrees: number): number {
  return 2 * studentTCdf(-Math.abs(t), degrees);
}
