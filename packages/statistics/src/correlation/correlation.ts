import { mean, type Numbers } from '../describe/mean.ts';
import { twoSidedP } from '../distributions/student-t.ts';
import { ranks } from './ranks.ts';

/** How two measures of the same things go together. */
export interface Correlation {
  /** −1…1; NaN where one of the two never changes. */
  readonly coefficient: number;
  /** How likely one at least so strong is by chance, by Student's t; NaN of fewer than three things. */
  readonly p: number;
}

/** How close two measures come to a straight line. @throws RangeError if there are more of one than of the other */
export function pearson(first: Numbers, second: Numbers): Correlation {
  if (first.length !== second.length) {
    throw new RangeError(`two measures of the same things, not of ${first.length} and ${second.length}`);
  }
  const ofFirst = mean(first);
  const ofSecond = mean(second);
  let together = 0;
  let squaresOfFirst = 0;
  let squaresOfSecond = 0;
  for (let index = 0; index < first.length; index++) {
    const one = first[index]! - ofFirst;
    const other = second[index]! - ofSecond;
    together += one * other;
    squaresOfFirst += one * one;
    squaresOfSecond += other * other;
  }
  const scale = Math.sqrt(squaresOfFirst * squaresOfSecond);
  const coefficient = scale === 0 ? Number.NaN : Math.max(-1, Math.min(1, together / scale));
  return { coefficient, p: chanceOf(coefficient, first.length) };
}

/** How close two measures come to putting things into the same order. @throws RangeError as {@link pearson} */
export function spearman(first: Numbers, second: Numbers): Correlation {
  return pearson(ranks(first), ranks(second));
}

function chanceOf(coefficient: number, size: number): number {
  const degrees = size - 2;
  if (degrees < 1 || Number.isNaN(coefficient)) return Number.NaN;
  const rest = 1 - coefficient * coefficient;
  return rest === 0 ? 0 : twoSidedP(coefficient * Math.sqrt(degrees / rest), degrees);
}
