import type { EvaluationComparison } from '../compare/compare.ts';
import type { MeasureChange } from '../compare/compare-measures.ts';
import { OVERALL } from '../compare/measures.ts';

/** When an evaluation counts as worse than its baseline. */
export interface RegressionOptions {
  /** Scores to look at, or `duration_ms`, `cost_usd`, `input_tokens`, `output_tokens`. Default: the overall score. */
  readonly metric?: string | readonly string[];
  /** How much worse a mean may be, in the unit of its metric. Default 0. */
  readonly margin?: number;
  /**
   * What has to be shown. `worse` (default): it fails once more than the margin is lost beyond chance, so few rows pass
   * easily. `not worse`: it fails unless a loss of more than the margin can be ruled out, so few rows fail easily.
   */
  readonly evidence?: 'worse' | 'not worse';
  /** Share of the baseline's rows that may have lost their score, through errors of the task or the scorer. Default 0.05. */
  readonly maxMissing?: number;
  /** How sure it has to be, as a share, for all metrics together. Default 0.95. */
  readonly level?: number;
}

const DEFAULT_LEVEL = 0.95;
const DEFAULT_MAX_MISSING = 0.05;

/** @throws RangeError for what would let every evaluation pass, such as a margin that is no number */
function checkOptions(options: RegressionOptions): void {
  const { metric, margin = 0, maxMissing = DEFAULT_MAX_MISSING, level = DEFAULT_LEVEL } = options;
  if (metric?.length === 0) throw new RangeError('no metric is named by which an evaluation could be worse');
  if (Number.isNaN(margin)) throw new RangeError('the margin is no number');
  if (Number.isNaN(maxMissing)) throw new RangeError('the share of rows that may miss is no number');
  if (!(level > 0 && level < 1)) throw new RangeError(`the level is a share between 0 and 1, not ${level}`);
}

/** The level of each interval, so that all of them together are as sure as was asked for. */
export function intervalLevel({ metric, level = DEFAULT_LEVEL }: RegressionOptions): number {
  const count = typeof metric === 'object' ? metric.length : 1;
  return 1 - (1 - level) / Math.max(1, count);
}

/**
 * Why an evaluation counts as worse, a sentence each; nothing where it does not.
 *
 * @throws RangeError for a metric that the two do not have in common, or options by which nothing could ever fail
 */
export function regressionsOf(comparison: EvaluationComparison, options: RegressionOptions): readonly string[] {
  checkOptions(options);
  if (comparison.rows === 0) return ['the two evaluations have no rows in common'];
  const { rows, errorsAfter, changes } = comparison;
  // Then there is no score that could be worse.
  if (errorsAfter === rows && !changes.some(({ kind }) => kind === 'score')) return [`all ${rows} rows failed`];
  return wantedChanges(comparison, options.metric).flatMap((change) => [
    ...otherJudgesOf(change, comparison),
    ...lossOf(change, options),
    ...missingOf(change, comparison, options),
  ]);
}

function wantedChanges(
  { changes }: EvaluationComparison,
  metric: string | readonly string[] = overallOf(changes),
): readonly MeasureChange[] {
  return [metric].flat().map((name) => {
    const change = changes.find((one) => one.name === name);
    if (change !== undefined) return change;
    const known = changes.map((one) => one.name).join(', ') || 'none';
    throw new RangeError(`both evaluations know nothing of ${JSON.stringify(name)}; in common they have: ${known}`);
  });
}

/** A single score is the overall one. */
function overallOf(changes: readonly MeasureChange[]): string {
  return (
    changes.find(({ name }) => name === OVERALL)?.name ?? changes.find(({ kind }) => kind === 'score')?.name ?? OVERALL
  );
}

/** What two judges say of two answers tells nothing of the answers: the baseline has to be judged anew. */
function otherJudgesOf({ name, kind }: MeasureChange, { changes }: EvaluationComparison): readonly string[] {
  if (kind !== 'score') return [];
  const concerned = name === OVERALL ? changes : changes.filter((change) => change.name === name);
  return concerned.flatMap(({ name: score, otherJudge }) =>
    otherJudge === null
      ? []
      : [`${score} was judged by ${otherJudge.before} before and by ${otherJudge.after} now: judge the baseline anew`],
  );
}

function lossOf(change: MeasureChange, options: RegressionOptions): readonly string[] {
  const { margin = 0, evidence = 'worse' } = options;
  const { name, direction, delta } = change;
  if (Number.isNaN(delta.estimate)) return [`${name} was measured in no row of both`];
  // How much was lost at least and at most.
  const [least, most] = direction === 'higher' ? [-delta.high, -delta.low] : [delta.low, delta.high];
  const beyond = margin === 0 ? '' : ` by more than ${margin}`;
  if (evidence === 'worse') {
    // A few rows that agree have a narrow interval: p knows how few they are.
    const isWorse = least > margin && delta.p < 1 - intervalLevel(options);
    return isWorse ? [`${name} got worse${beyond}: ${figures(change)}`] : [];
  }
  // The same answers to the same rows are not worse, however many rows there are.
  const isRuledOut = most < margin || (most === 0 && least === 0);
  return isRuledOut ? [] : [`${name} may have got worse${beyond}: ${figures(change)}`];
}

function missingOf(
  { name, onlyBefore: without }: MeasureChange,
  { changes }: EvaluationComparison,
  { maxMissing = DEFAULT_MAX_MISSING }: RegressionOptions,
): readonly string[] {
  // The overall score of a row stands on those that are left: it does not tell of one that is missing.
  const concerned = changes.filter(
    (change) => change.name === name || (name === OVERALL && change.kind === 'score' && change.onlyBefore > without),
  );
  return concerned.flatMap(({ name: measure, rows, onlyBefore }) => {
    const share = onlyBefore / (rows + onlyBefore);
    return share > maxMissing ? [`${onlyBefore} of ${rows + onlyBefore} rows have no ${measure} any more`] : [];
  });
}

function figures({ before, after, delta, rows }: MeasureChange): string {
  const round = (value: number): string => String(Number(value.toPrecision(4)));
  const interval = `${round(delta.low)} … ${round(delta.high)}`;
  return `${round(before)} → ${round(after)} over ${rows} rows, a change of ${round(delta.estimate)} (${interval})`;
}
