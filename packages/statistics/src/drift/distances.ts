import type { Numbers } from '../describe/mean.ts';
import type { Grouping } from './permutation-test.ts';

/** Added to every count where a share of nothing would make a distance endless. */
const SMOOTHING = 0.5;

/**
 * Jensen–Shannon distance of two distributions, the root of the divergence to base 2: 0 where they are the same, 1 where
 * they have nothing in common, as nothing at all and anything have not.
 *
 * @param first counts or shares, of the same things in the same order as `second`
 */
export function jensenShannon(first: Numbers, second: Numbers): number {
  const [firstSum, secondSum] = [sumOf(first), sumOf(second)];
  // Shares of nothing are no numbers.
  if (firstSum === 0 || secondSum === 0) return firstSum === secondSum ? 0 : 1;
  let divergence = 0;
  for (let index = 0; index < first.length; index++) {
    const [p, q] = [first[index]! / firstSum, second[index]! / secondSum];
    const middle = (p + q) / 2;
    if (p > 0) divergence += p * Math.log2(p / middle);
    if (q > 0) divergence += q * Math.log2(q / middle);
  }
  return Math.sqrt(Math.max(0, divergence / 2));
}

/**
 * Population stability index of counts: Σ (q − p)·ln(q/p), half an item added to each count. Below 0.1 little has moved,
 * beyond 0.25 much, where there are some hundreds of items; fewer show as much by chance.
 *
 * @param first counts of the same classes in the same order as `second`
 */
export function populationStability(first: Numbers, second: Numbers): number {
  const [firstSum, secondSum] = [first, second].map((counts) => sumOf(counts) + SMOOTHING * counts.length) as [
    number,
    number,
  ];
  let index = 0;
  for (let at = 0; at < first.length; at++) {
    const p = (first[at]! + SMOOTHING) / firstSum;
    const q = (second[at]! + SMOOTHING) / secondSum;
    index += (q - p) * Math.log(q / p);
  }
  return index;
}

/**
 * Makes the distance of Kolmogorov and Smirnov of groups of these values: how far their cumulative shares are apart at
 * most. The values are sorted once, however many groupings are asked about.
 */
export function ksDistance(values: Numbers): (grouping: Grouping) => number {
  const order = Uint32Array.from({ length: values.length }, (_, index) => index).sort(
    (a, b) => values[a]! - values[b]!,
  );
  return (grouping) => {
    const second = sumOf(grouping);
    const first = grouping.length - second;
    let [firstSeen, secondSeen, greatest] = [0, 0, 0];
    for (let at = 0; at < order.length; at++) {
      if (grouping[order[at]!] === 1) secondSeen++;
      else firstSeen++;
      // Equal values are one step.
      if (at + 1 < order.length && values[order[at + 1]!] === values[order[at]!]) continue;
      greatest = Math.max(greatest, Math.abs(firstSeen / first - secondSeen / second));
    }
    return greatest;
  };
}

function sumOf(numbers: Numbers | Grouping): number {
  let sum = 0;
  for (let index = 0; index < numbers.length; index++) sum += numbers[index]!;
  return sum;
}
