import { numericScore } from '@tracewright/evaluate/compare';
import type { EvaluationColumn } from '@tracewright/schema';
import { type Interval, mean, meanInterval, quantile, shareInterval } from '@tracewright/statistics';

/** Bars of a distribution. */
const BINS = 12;
/** Texts that are told apart. */
const MAX_LABELS = 6;

/** Values of one kind, for a bar: from `low` to `high`, or the one text. */
export interface ScoreBin {
  readonly label: string;
  readonly count: number;
  /** The least and the greatest number that belong to it; undefined for texts. */
  readonly bounds: readonly [number, number] | undefined;
}

/** What one scorer says of all rows that are shown. */
export interface ScoreSummary {
  readonly name: string;
  readonly isJudge: boolean;
  /** Rows with a value. */
  readonly scored: number;
  readonly errors: number;
  /** Share of rows that have passed, where the scorer draws a line. */
  readonly passed: Interval | undefined;
  /** Of values that are numbers, or yes and no. */
  readonly mean: Interval | undefined;
  readonly median: number | undefined;
  readonly bins: readonly ScoreBin[];
}

/** @param rows Places in the grid of those that count. */
export function scoreSummary(column: EvaluationColumn, rows: readonly number[]): ScoreSummary {
  const numbers: number[] = [];
  const texts = new Map<string, number>();
  let [scored, errors, passed, judged] = [0, 0, 0, 0];
  let isYesNo = true;
  for (const row of rows) {
    const value = column.values[row] ?? null;
    if ((column.errors[row] ?? null) !== null) errors++;
    const verdict = column.passed[row] ?? null;
    if (verdict !== null) judged++;
    if (verdict === true) passed++;
    if (value === null) continue;
    scored++;
    const number = numericScore(value);
    if (number === undefined) texts.set(String(value), (texts.get(String(value)) ?? 0) + 1);
    else numbers.push(number);
    if (typeof value === 'number' || number === undefined) isYesNo = false;
  }
  return {
    name: column.name,
    isJudge: column.source.kind === 'judge',
    ...{ scored, errors },
    passed: judged === 0 ? undefined : shareInterval(passed, judged),
    mean: numbers.length === 0 ? undefined : meanOf(numbers, isYesNo),
    median: numbers.length === 0 || isYesNo ? undefined : quantile(numbers, 0.5),
    bins: [...(isYesNo ? yesNoBins(numbers) : numberBins(numbers)), ...textBins(texts)],
  };
}

/** Of yes and no the mean is a share, and Student's interval would leave 0…1. */
function meanOf(numbers: readonly number[], isYesNo: boolean): Interval {
  return isYesNo ? shareInterval(Math.round(mean(numbers) * numbers.length), numbers.length) : meanInterval(numbers);
}

function yesNoBins(numbers: readonly number[]): readonly ScoreBin[] {
  if (numbers.length === 0) return [];
  const yes = numbers.filter((number) => number === 1).length;
  return [
    { label: 'no', count: numbers.length - yes, bounds: [0, 0] },
    { label: 'yes', count: yes, bounds: [1, 1] },
  ];
}

/** Of equal width, from the least to the greatest; within 0…1 over all of that, so that two can be held side by side. */
function numberBins(numbers: readonly number[]): readonly ScoreBin[] {
  if (numbers.length === 0) return [];
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const number of numbers) {
    if (number < least) least = number;
    if (number > greatest) greatest = number;
  }
  if (least >= 0 && greatest <= 1) [least, greatest] = [0, 1];
  const width = (greatest - least) / BINS || 1;
  const counts = new Array<number>(BINS).fill(0);
  for (const number of numbers) {
    const bin = Math.min(BINS - 1, Math.floor((number - least) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, at) => {
    const bounds = [least + at * width, least + (at + 1) * width] as const;
    return { label: `${short(bounds[0])} to ${short(bounds[1])}`, count, bounds };
  });
}

/** The most frequent, and the rest together. */
function textBins(texts: ReadonlyMap<string, number>): readonly ScoreBin[] {
  const sorted = [...texts].sort((a, b) => b[1] - a[1]);
  const named = sorted.slice(0, MAX_LABELS).map(([label, count]) => ({ label, count, bounds: undefined }));
  const rest = sorted.slice(MAX_LABELS).reduce((sum, [, count]) => sum + count, 0);
  return rest === 0 ? named : [...named, { label: 'others', count: rest, bounds: undefined }];
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
