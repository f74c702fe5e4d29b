import type { EvaluationError, EvaluationRow, FeedbackSource, JsonValue } from '@tracewright/schema';
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
}

/** A row without its scores, which are assessments. */
export type EvaluationRowContent = Omit<EvaluationRow, 'scores'>;

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

/** Rows of runs that are evaluations, and what was said in such runs. Contract: `evaluation-store.contract.ts`. */
export interface EvaluationStore {
  /**
   * Stores rows, their scores and expectations as assessments of their traces, and links the traces to the run. A row
   * takes the place of what stood under its key and trial, scores included.
   *
   * @throws ApiError `RESOURCE_DOES_NOT_EXIST` without the run, `INVALID_PARAMETER_VALUE` if a trace is two rows of it
   */
  put(workspaceId: string, runId: string, rows: readonly EvaluationRow[]): Promise<void>;
  /** In the order of the data, trials of a row together. */
  heads(workspaceId: string, runId: string): Promise<readonly EvaluationRowHead[]>;
  row(workspaceId: string, runId: string, traceId: string): Promise<EvaluationRowContent | undefined>;
  /** Of all traces or of one, oldest first; of an evaluation of ours or of one of MLflow's. */
  assessments(workspaceId: string, runId: string, traceId?: string): Promise<readonly RunAssessment[]>;
}

/** What stands in a row's column of contents. */
export interface RowContent {
  readonly inputs: JsonValue;
  readonly outputs: JsonValue;
  readonly expectations: Readonly<Record<string, JsonValue>>;
  readonly context: JsonValue;
}
