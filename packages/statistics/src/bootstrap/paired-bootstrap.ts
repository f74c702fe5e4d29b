import { mean, type Numbers } from '../describe/mean.ts';
import {
  type BootstrapOptions,
  DEFAULT_DRAWS,
  DEFAULT_SEED,
  type Difference,
  differenceOf,
  unknownDifference,
} from './difference.ts';
import { meanDraws } from './mean-draws.ts';
import { RandomSource } from './random-source.ts';

/**
 * Whether the mean of `differences`, one for each row measured twice, is one from 0. Resamples rows, so it asks nothing
 * of how the differences are distributed.
 *
 * Few rows that all point one way are never drawn the other way, and the bootstrap alone would call three of them
 * proof. So p is never below 2^(1−n) for n differences that are not 0: what n tosses of a coin that agree amount to.
 *
 * All NaN of no differences. Of one, the interval is NaN and p is 1: it tells nothing of its spread.
 */
export function pairedBootstrap(differences: Numbers, options: BootstrapOptions = {}): Difference {
  return pairedBootstraps([differences], options)[0]!;
}

/**
 * The same of several measures of the same rows, each as {@link pairedBootstrap} gives it, for little more than one takes.
 *
 * @throws RangeError if one measure has more rows than another
 */
export function pairedBootstraps(measures: readonly Numbers[], options: BootstrapOptions = {}): Difference[] {
  const { draws = DEFAULT_DRAWS, seed = DEFAULT_SEED, level } = options;
  const size = measures[0]?.length ?? 0;
  const other = measures.find(({ length }) => length !== size);
  if (other !== undefined) throw new RangeError(`measures of the same rows, not of ${size} and ${other.length}`);
  if (size < 2) return measures.map((differences) => unknownDifference(mean(differences)));
  const means = meanDraws(measures, draws, new RandomSource(seed));
  return measures.map((differences, column) =>
    differenceOf(mean(differences), means[column]!, size, 2 ** (1 - countTelling(differences)), level),
  );
}

function countTelling(differences: Numbers): number {
  let telling = 0;
  for (let index = 0; index < differences.length; index++) telling += Number(differences[index] !== 0);
  return telling;
}
