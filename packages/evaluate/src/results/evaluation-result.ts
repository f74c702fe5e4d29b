import type { EvaluationError, EvaluationGrid, EvaluationScore, FeedbackSource, JsonValue } from '@tracewright/schema';
import type { Expectations } from '../data/data-row.ts';

/** One trial of one row, and how it was scored. */
export interface ResultRow<Inputs = unknown, Output = unknown, Expected = Expectations> {
  readonly key: string;
  /** From 0. */
  readonly trial: number;
  /** Place of the row among the data, from 0. */
  readonly index: number;
  /** 32 hex digits. */
  readonly traceId: string;
  readonly inputs: Inputs;
  /** Undefined where the task failed. */
  readonly outputs: Output | undefined;
  readonly expectations: Partial<Expected>;
  readonly context: unknown;
  readonly tags: Readonly<Record<string, string>>;
  /** Of the task: then nothing is scored. */
  readonly error: EvaluationError | undefined;
  /** Of the task's last attempt; null: nothing was run here. */
  readonly durationMs: number | null;
  /** USD, of the row's trace; null: unpriced or unknown. */
  readonly costUsd: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** By name. */
  readonly scores: Readonly<Record<string, EvaluationScore>>;
}

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
