import type { EvaluationGrid } from '@tracewright/schema';
import { type Measure, OVERALL } from './measures.ts';
import type { PairedRow } from './paired-rows.ts';

/** What has become of one row. */
export interface RowChange {
  readonly key: string;
  /** Of the first trial. */
  readonly traceBefore: string;
  readonly traceAfter: string;
  /** Beginning of its inputs. */
  readonly inputs: string;
  /**
   * Mean change of its scores towards the better, each in units of its range: −1 is from the best to the worst. A task
   * that fails now and did not before is −1, the other way round 1; NaN where no score is known on both sides.
   */
  readonly gain: number;
  /** Names of scores that got worse, and better. */
  readonly worse: readonly string[];
  readonly better: readonly string[];
  /** Codes of the task's errors, of the first trial that has one. */
  readonly errorBefore: string | null;
  readonly errorAfter: string | null;
}

/** What has become of each row, those that got worse first. */
export function rowChanges(
  rows: readonly PairedRow[],
  measures: readonly Measure[],
  before: EvaluationGrid,
  after: EvaluationGrid,
): readonly RowChange[] {
  const scores = measures.filter(({ kind, name }) => kind === 'score' && name !== OVERALL);
  const units = scores.map(unitOf);
  const changes = rows.map((row, place): RowChange => {
    const gains = scores.map(
      (score, at) =>
        ((score.after[place]! - score.before[place]!) * (score.direction === 'higher' ? 1 : -1)) / units[at]!,
    );
    const named = (isMeant: (gain: number) => boolean): readonly string[] =>
      scores.filter((_, at) => isMeant(gains[at]!)).map(({ name }) => name);
    const errorBefore = firstError(before, row.before);
    const errorAfter = firstError(after, row.after);
    return {
      key: row.key,
      traceBefore: before.traceIds[row.before[0]!]!,
      traceAfter: after.traceIds[row.after[0]!]!,
      inputs: after.inputs[row.after[0]!]!,
      gain: errorBefore === null || errorAfter === null ? gainOf(gains, errorBefore, errorAfter) : Number.NaN,
      worse: named((gain) => gain < 0),
      better: named((gain) => gain > 0),
      errorBefore,
      errorAfter,
    };
  });
  return changes.sort(worstFirst);
}

/** What a change is counted in: the range, or where nobody says one, as far as values have been seen to lie apart. */
function unitOf({ range, before, after }: Measure): number {
  if (range !== undefined) return range[1] - range[0];
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of [before, after]) {
    for (const value of values) {
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  // Of yes and no the range is 1, also where all rows say the same.
  const seen = greatest - least;
  return seen > 0 && (least < 0 || greatest > 1) ? seen : 1;
}

function gainOf(gains: readonly number[], errorBefore: string | null, errorAfter: string | null): number {
  if (errorAfter !== null) return -1;
  if (errorBefore !== null) return 1;
  const known = gains.filter((gain) => !Number.isNaN(gain));
  return known.reduce((sum, gain) => sum + gain, 0) / known.length;
}

function firstError({ errors }: EvaluationGrid, places: readonly number[]): string | null {
  for (const place of places) if (errors[place] != null) return errors[place];
  return null;
}

function worstFirst(a: RowChange, b: RowChange): number {
  return (Number.isNaN(a.gain) ? 0 : a.gain) - (Number.isNaN(b.gain) ? 0 : b.gain) || b.worse.length - a.worse.length;
}
