import { binomialCdf } from '../distributions/binomial.ts';

/**
 * How likely it is by chance that so many of the rows that differ went one way, exactly. Of a thing that passes or
 * fails this is McNemar's exact test: `wins` passed only now, `losses` only before. Ties tell nothing and are left out.
 */
export function signTest(wins: number, losses: number): number {
  return Math.min(1, 2 * binomialCdf(Math.min(wins, losses), wins + losses, 0.5));
}
