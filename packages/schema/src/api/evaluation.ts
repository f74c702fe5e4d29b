import type { FeedbackSource, FeedbackValue } from './feedback.ts';

/** What JSON can say. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Why there is no output, or no score. */
export interface EvaluationError {
  /** Such as `RateLimitError` or `JUDGE_ANSWER_INVALID`. */
  readonly code: string;
  readonly message: string | null;
}

/** What one scorer says of one row: a value, or why there is none. */
export interface EvaluationScore {
  /** Of the scorer, or of one of the several things that it judges. */
  readonly name: string;
  /** Null exactly where there is an error. */
  readonly value: FeedbackValue | null;
  /** Null: the scorer draws no line between good and bad. */
  readonly passed: boolean | null;
  readonly rationale: string | null;
  readonly error: EvaluationError | null;
  readonly source: FeedbackSource;
}

/** One trial of one row of an evaluation: what the task was given, what it gave back, and how that was scored. */
export interface EvaluationRow {
  /** Tells which rows of two evaluations belong together; at most 250 characters. */
  readonly key: string;
  /** From 0. */
  readonly trial: number;
  /** Place of the row among the data, from 0. */
  readonly index: number;
  /** 32 hex digits. */
  readonly traceId: string;
  readonly inputs: JsonValue;
  readonly outputs: JsonValue;
  readonly expectations: Readonly<Record<string, JsonValue>>;
  readonly context: JsonValue;
  readonly tags: Readonly<Record<string, string>>;
  /** Of the task. */
  readonly error: EvaluationError | null;
  /** Of the task. */
  readonly durationMs: number | null;
  readonly scores: readonly EvaluationScore[];
}

/**
 * Body of `POST /api/v1/evaluations/:runId/rows`, at most 1,000 rows. A row that is sent again takes the place of what
 * stood under its key and trial. The scores become assessments of the row's trace, the expectations as well.
 */
export interface NewEvaluationRows {
  readonly rows: readonly EvaluationRow[];
}

/** `GET /api/v1/evaluations/:runId/rows/:traceId`. */
export type EvaluationRowDetail = EvaluationRow;

/** One scorer's column of a grid: parallel to its rows. */
export interface EvaluationColumn {
  readonly name: string;
  readonly source: FeedbackSource;
  readonly values: readonly (FeedbackValue | null)[];
  readonly passed: readonly (boolean | null)[];
  /** Codes of errors. */
  readonly errors: readonly (string | null)[];
}

/**
 * `GET /api/v1/evaluations/:runId/grid`: all rows of an evaluation, of ours or one that `mlflow.genai.evaluate` has
 * made, as parallel arrays in the order of the data, trials of a row together.
 */
export interface EvaluationGrid {
  readonly runId: string;
  readonly keys: readonly string[];
  readonly trials: readonly number[];
  readonly indexes: readonly number[];
  readonly traceIds: readonly string[];
  /** Beginnings of inputs, outputs and expectations as one reads them, at most 160 characters. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly expectations: readonly string[];
  /** Codes of the task's errors. */
  readonly errors: readonly (string | null)[];
  readonly durationsMs: readonly (number | null)[];
  /** Of the row's trace; null: unpriced or unknown. */
  readonly costsUsd: readonly (number | null)[];
  readonly inputTokens: readonly (number | null)[];
  readonly outputTokens: readonly (number | null)[];
  /** By key, parallel to the rows. */
  readonly tags: Readonly<Record<string, readonly (string | null)[]>>;
  readonly scores: readonly EvaluationColumn[];
}
