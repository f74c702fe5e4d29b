import { type DriftMeasure, type FeedbackValue, numericScore } from '@tracewright/schema';
import { ksDistance, mean, populationStability, quantile } from '@tracewright/statistics';
import { classDistance, movedMost } from './measure-prompts.ts';
import { measured, tooFew } from './measured.ts';

/** Fewer judgements on either side say nothing. */
export const MIN_SCORES = 30;
/** Classes that numbers are put into, each with as many values of the reference. */
const CLASSES = 10;
/** Tell any two numbers apart. */
const MAX_DIGITS = 17;

/** How far judgements have drifted: numbers by their distribution, labels by their shares. */
export function measureScores(
  reference: readonly FeedbackValue[],
  current: readonly FeedbackValue[],
): readonly DriftMeasure[] {
  const isTooFew = reference.length < MIN_SCORES || current.length < MIN_SCORES;
  const isNumeric = [...reference, ...current].every((value) => typeof value === 'number');
  const stability = isTooFew ? tooFew('stability', 'psi', MIN_SCORES) : stabilityOf(reference, current, isNumeric);
  if (!isNumeric) return [stability];
  if (isTooFew) return [tooFew('values', 'ks', MIN_SCORES), stability];
  const [before, now] = [reference, current].map((values) => values.map(Number)) as [number[], number[]];
  const note = `mean of ${shown(mean(before))} before, ${shown(mean(now))} now`;
  return [measured('values', 'ks', [before.length, now.length], ksDistance([...before, ...now]), note), stability];
}

function stabilityOf(
  reference: readonly FeedbackValue[],
  current: readonly FeedbackValue[],
  isNumeric: boolean,
): DriftMeasure {
  const classOf = isNumeric ? classesOf(reference.map(Number)) : labelOf;
  const classes = [...reference, ...current].map(classOf);
  const note = movedMost(classes, reference.length, (share) => `${Math.round(share * 100)} %`);
  const sizes = [reference.length, current.length] as const;
  return measured('stability', 'psi', sizes, classDistance(classes, populationStability), note);
}

/** By the quantiles of the reference. */
function classesOf(reference: readonly number[]): (value: FeedbackValue) => string {
  const edges = Array.from({ length: CLASSES - 1 }, (_, index) => quantile(reference, (index + 1) / CLASSES));
  const distinct = [...new Set(edges)];
  const digits = digitsToTellApart(distinct);
  return (value) => {
    const above = distinct.findLast((edge) => Number(value) > edge);
    return above === undefined
      ? `up to ${shown(distinct[0] ?? Number(value), digits)}`
      : `above ${shown(above, digits)}`;
  };
}

/** As few as are needed: classes of one name would be one. */
function digitsToTellApart(edges: readonly number[]): number {
  let digits = 3;
  while (digits < MAX_DIGITS && new Set(edges.map((edge) => shown(edge, digits))).size < edges.length) digits++;
  return digits;
}

/** Yes and true, no and false are the same. */
function labelOf(value: FeedbackValue): string {
  const number = typeof value === 'number' ? undefined : numericScore(value);
  return number === undefined ? String(value) : number === 1 ? 'yes' : 'no';
}

function shown(value: number, digits = 3): string {
  return String(Number(value.toPrecision(digits)));
}
