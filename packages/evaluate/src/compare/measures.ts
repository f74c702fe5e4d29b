import type { EvaluationColumn, EvaluationGrid } from '@tracewright/schema';
import { numericScore, shareOfBest } from '@tracewright/schema';
import { mean } from '@tracewright/statistics';
import type { PairedRow } from './paired-rows.ts';
import { type ScoreShapes, shapeOf } from './score-shapes.ts';

/** What kind of thing is measured: how good rows are, or what they took. */
export type MeasureKind = 'score' | 'duration' | 'cost' | 'tokens';

/** One thing measured of every paired row before and after, trials averaged; NaN where nothing was measured. */
export interface Measure {
  /** Of the score, `score` for all of them together, or `duration_ms`, `cost_usd`, `input_tokens`, `output_tokens`. */
  readonly name: string;
  readonly kind: MeasureKind;
  readonly direction: 'higher' | 'lower';
  readonly range: readonly [number, number] | undefined;
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** Share of trials that passed; NaN where no line is drawn. Undefined for what cannot pass. */
  readonly passedBefore?: Float64Array;
  readonly passedAfter?: Float64Array;
  /** Where another judge, or another version of one, has judged the later rows: a change may be the judge's. */
  readonly otherJudge?: OtherJudge;
}

/** Sources of a score that differ, such as `gpt-5-mini#0123456789abcdef`. */
export interface OtherJudge {
  readonly before: string;
  readonly after: string;
}

/** The overall score: the mean of a row's scores, each as a share of the best. */
export const OVERALL = 'score';

type PlaceValue = (place: number) => number;

/** Every thing that was measured in both evaluations. */
export function measuresOf(
  rows: readonly PairedRow[],
  before: EvaluationGrid,
  after: EvaluationGrid,
  shapes: ScoreShapes,
): readonly Measure[] {
  const scores = after.scores.flatMap((column) => {
    const earlier = before.scores.find(({ name }) => name === column.name);
    return earlier === undefined ? [] : [scoreMeasure(rows, earlier, column, shapes)];
  });
  return [...overall(rows, before, after, scores), ...scores, ...factMeasures(rows, before, after)];
}

function scoreMeasure(
  rows: readonly PairedRow[],
  before: EvaluationColumn,
  after: EvaluationColumn,
  shapes: ScoreShapes,
): Measure {
  const { direction, range } = shapeOf(after.name, shapes, [before, after]);
  const valueIn = (column: EvaluationColumn): PlaceValue => {
    return (place) => numericScore(column.values[place] ?? null) ?? Number.NaN;
  };
  const passedIn = (column: EvaluationColumn): PlaceValue => {
    return (place) => numericScore(column.passed[place] ?? null) ?? Number.NaN;
  };
  return {
    ...{ name: after.name, kind: 'score', direction, range },
    ...sides(rows, valueIn(before), valueIn(after)),
    passedBefore: rowMeans(rows, 'before', passedIn(before)),
    passedAfter: rowMeans(rows, 'after', passedIn(after)),
    ...otherJudge(before, after),
  };
}

function otherJudge({ source: before }: EvaluationColumn, { source: after }: EvaluationColumn): Partial<Measure> {
  if (before.kind !== 'judge' && after.kind !== 'judge') return {};
  return before.id === after.id ? {} : { otherJudge: { before: before.id, after: after.id } };
}

/**
 * Of a single score it would be the same again. A row counts by those of its scores that both sides know: otherwise one
 * that fails where it used to be low would count as a gain.
 */
function overall(
  rows: readonly PairedRow[],
  before: EvaluationGrid,
  after: EvaluationGrid,
  scores: readonly Measure[],
): readonly Measure[] {
  if (scores.length < 2) return [];
  const shares = scores.map((shape) => sides(rows, shareIn(before, shape), shareIn(after, shape)));
  const measured = { before: new Float64Array(rows.length), after: new Float64Array(rows.length) };
  for (const place of rows.keys()) {
    const both = shares.filter((share) => !Number.isNaN(share.before[place]! + share.after[place]!));
    for (const side of ['before', 'after'] as const) {
      const known = (both.length > 0 ? both : shares).map((share) => share[side][place]!);
      measured[side][place] = mean(known.filter((share) => !Number.isNaN(share)));
    }
  }
  return isKnown(measured) ? [{ name: OVERALL, kind: 'score', direction: 'higher', range: [0, 1], ...measured }] : [];
}

function shareIn({ scores }: EvaluationGrid, { name, direction, range }: Measure): PlaceValue {
  const values = scores.find((column) => column.name === name)?.values;
  return (place) => shareOfBest(values?.[place] ?? null, direction, range) ?? Number.NaN;
}

function factMeasures(rows: readonly PairedRow[], before: EvaluationGrid, after: EvaluationGrid): readonly Measure[] {
  const facts = [
    ['duration_ms', 'duration', 'durationsMs'],
    ['cost_usd', 'cost', 'costsUsd'],
    ['input_tokens', 'tokens', 'inputTokens'],
    ['output_tokens', 'tokens', 'outputTokens'],
  ] as const;
  return facts.flatMap(([name, kind, field]) => {
    const valueIn =
      (grid: EvaluationGrid): PlaceValue =>
      (place) =>
        grid[field][place] ?? Number.NaN;
    const measured = sides(rows, valueIn(before), valueIn(after));
    return isKnown(measured) ? [{ name, kind, direction: 'lower' as const, range: undefined, ...measured }] : [];
  });
}

/** Whether any row was measured both times. */
function isKnown({ before, after }: Pick<Measure, 'before' | 'after'>): boolean {
  return before.some((value, row) => !Number.isNaN(value + after[row]!));
}

function sides(rows: readonly PairedRow[], before: PlaceValue, after: PlaceValue): Pick<Measure, 'before' | 'after'> {
  return { before: rowMeans(rows, 'before', before), after: rowMeans(rows, 'after', after) };
}

/** A row weighs the same however often it was tried. */
function rowMeans(rows: readonly PairedRow[], side: 'before' | 'after', valueAt: PlaceValue): Float64Array {
  return Float64Array.from(rows, (row) => {
    let sum = 0;
    let count = 0;
    for (const place of row[side]) {
      const value = valueAt(place);
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    return sum / count;
  });
}
