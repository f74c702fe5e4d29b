import type { FeedbackValue } from '@tracewright/schema';

const WORDS: ReadonlyMap<string, number> = new Map([
  ['yes', 1],
  ['no', 0],
]);

/** A score's value as a number: true and `yes` are 1, false and `no` are 0; undefined for other texts. */
export function numericScore(value: FeedbackValue | null): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value === null ? undefined : WORDS.get(value.toLowerCase());
}

/** Where a score lies between the worst (0) and the best (1); undefined where nobody says what these are. */
export function shareOfBest(
  value: FeedbackValue | null,
  direction: 'higher' | 'lower',
  range: readonly [number, number] | undefined,
): number | undefined {
  const number = numericScore(value);
  if (number === undefined) return undefined;
  const [least, greatest] = range ?? (typeof value === 'number' ? [Number.NaN, Number.NaN] : [0, 1]);
  const share = Math.min(1, Math.max(0, (number - least) / (greatest - least)));
  if (Number.isNaN(share)) return undefined;
  return direction === 'higher' ? share : 1 - share;
}
