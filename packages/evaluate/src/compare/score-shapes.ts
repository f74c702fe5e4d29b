import type { EvaluationColumn } from '@tracewright/schema';
import { numericScore } from '@tracewright/schema';
import { mean } from '@tracewright/statistics';

/** Which values of a score are the better ones, and what they lie between, as `evaluation/scorers.json` has it. */
export interface ScoreShape {
  readonly direction: 'higher' | 'lower';
  readonly range?: readonly [number, number] | undefined;
}

/** What is known of the scores, by name. */
export type ScoreShapes = Readonly<Record<string, ScoreShape>>;

/** As much of what is recorded of a scorer as tells of its scores. */
interface RecordedScorer extends ScoreShape {
  readonly name: string;
  readonly names?: readonly string[] | undefined;
}

/** The shapes of the scores of recorded scorers, each of which may give several. */
export function scoreShapes(scorers: readonly RecordedScorer[]): ScoreShapes {
  return Object.fromEntries(
    scorers.flatMap(({ name, names = [name], direction, range }) => names.map((one) => [one, { direction, range }])),
  );
}

/**
 * The shape of a score: what is known of it, else what its cells let one guess, since those that pass are the better ones.
 */
export function shapeOf(name: string, shapes: ScoreShapes, columns: readonly EvaluationColumn[]): ScoreShape {
  const known = shapes[name];
  if (known !== undefined) return known;
  const valuesThat = (passed: boolean): readonly number[] =>
    columns.flatMap((column) =>
      column.values.flatMap((value, row) => (column.passed[row] === passed ? (numericScore(value) ?? []) : [])),
    );
  const isLowerBetter = mean(valuesThat(true)) < mean(valuesThat(false));
  return { direction: isLowerBetter ? 'lower' : 'higher' };
}
