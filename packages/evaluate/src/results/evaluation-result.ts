import type { EvaluationGrid, FeedbackSource, JsonValue } from '@tracewright/schema';
import type { Expectations, ResultRow } from '@tracewright/scoring';

/** What is recorded of a scorer. */
export interface ScorerInfo {
  readonly name: string;
  readonly source: FeedbackSource;
  readonly direction: 'higher' | 'lower';
  readonly range?: readonly [number, number];
  readonly names?: readonly string[];
  readonly details?: JsonValue;
}

/** How the trials of one row agree under one name of a score. */
export interface TrialSpread {
  readonly name: string;
  readonly key: string;
  /** Trials with a score that is a number or a yes or no, which count as 1 and 0. */
  readonly count: number;
  readonly mean: number;
  /** Of a sample; NaN of fewer than two. */
  readonly variance: number;
}

/** What came of an evaluation. */
export interface EvaluationResult<Inputs = unknown, Output = unknown, Expected = Expectations> {
  readonly name: string;
  /** Undefined where nothing is tracked. */
  readonly runId: string | undefined;
  /** Its page; undefined where nothing is tracked. */
  readonly url: string | undefined;
  /** Id of the run that it is to be compared with. */
  readonly baseline: string | undefined;
  /** In the order of the data, trials of a row together, whatever was done first. */
  readonly rows: readonly ResultRow<Inputs, Output, Expected>[];
  /** As the run has them, such as `exact_match/mean` and `score_p50`. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly scorers: readonly ScorerInfo[];
  /** With more than one trial: for each row and score, how its trials agree. */
  spreads(): readonly TrialSpread[];
  /** The table as parallel arrays, as the server gives it of a run. */
  grid(): EvaluationGrid;
}
