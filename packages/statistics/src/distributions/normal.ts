import { lowerQuantile } from './lower-quantile.ts';

/** From here on the tail's fraction converges faster than the series, whose digits cancel. */
const TAIL_FROM = 3;

/** P(Z ≤ `z`) of a standard normal Z. Tails keep their relative precision. */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (z > 0) return 1 - normalCdf(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return -z > TAIL_FROM ? density / millsFraction(-z) : 0.5 + density * series(z);
}

/** The z with P(Z ≤ z) = `p`. */
export function normalQuantile(p: number): number {
  return p > 0.5 ? -normalQuantile(1 - p) : lowerQuantile(normalCdf, p);
}

/** z + z³/3 + z⁵/15 + …: what lies between 0 and z, over the density (Marsaglia 2004). */
function series(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > Math.abs(sum) * 1e-17; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum;
}

/** z + 1/(z + 2/(z + 3/(z + …))): the density over the tail beyond z (Laplace), from its far end. */
function millsFraction(z: number): number {
  let value = z;
  for (let step = 200; step >= 1; step--) value = z + step / value;
  return value;
}
