import type { EvaluationError, EvaluationRow, EvaluationScore, FeedbackSource } from '@tracewright/schema';
import type { AssessmentKind, AssessmentValue } from '../assessments/assessment-store.ts';

/** What a list of rows says of one: its texts are beginnings. */
export interface EvaluationRowHead {
  readonly key: string;
  readonly trial: number;
  readonly index: number;
  readonly traceId: string;
  readonly inputs: string;
  readonly outputs: string;
  readonly expectations: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly error: EvaluationError | null;
  readonly durationMs: number | null;
  /** What its trace took; null: unpriced, or unknown. */
  readonly costNanoUsd: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly scores: readonly ScoreHead[];
}

/** A score without its reason. */
export interface ScoreHead extends Pick<EvaluationScore, 'name' | 'value' | 'passed' | 'source'> {
  readonly errorCode: string | null;
}

/** What was said of a trace in a run: a score, or what was expected. */
export interface RunAssessment {
  readonly traceId: string;
  readonly kind: AssessmentKind;
  readonly name: string;
  readonly value: AssessmentValue;
  readonly error: EvaluationError | null;
  readonly rationale: string | null;
  readonly source: FeedbackSource;
  /** Null: no line is drawn between good and bad. */
  readonly passed: boolean | null;
}

/**
 * Rows of runs that are evaluations, as they were sent, and what was said in such runs: assessments may be changed
 * later, the row stays. Contract: `evaluation-store.contract.ts`.
 */
export interface EvaluationStore {
  /**
   * Stores rows, their scores and expectations as assessments of their traces, and links the traces to the run. A row
   * takes the place of what stood under its key and trial, scores included.
   *
   * @returns traces of the rows whose place was taken: but for those that were sent again they are linked no longer
   * @throws ApiError `RESOURCE_DOES_NOT_EXIST` without the run, `INVALID_PARAMETER_VALUE` if a trace is two rows of it
   */
  put(workspaceId: string, runId: string, rows: readonly EvaluationRow[]): Promise<readonly string[]>;
  /** In the order of the data, trials of a row together; what traces took as `RunTotalStore` has it. */
  heads(workspaceId: string, runId: string): Promise<readonly EvaluationRowHead[]>;
  row(workspaceId: string, runId: string, traceId: string): Promise<EvaluationRow | undefined>;
  /** Oldest first; of an evaluation of ours or of one of MLflow's. */
  assessments(workspaceId: string, runId: string): Promise<readonly RunAssessment[]>;
}

/** What stands in a row's column of contents. */
export type RowContent = Pick<EvaluationRow, 'inputs' | 'outputs' | 'expectations' | 'context' | 'scores'>;
