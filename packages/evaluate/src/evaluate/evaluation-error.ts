import type { EvaluationResult } from '../results/evaluation-result.ts';

/** What keeps an evaluation from being whole. */
export type EvaluationErrorCode =
  /** What was asked for contradicts itself. */
  | 'INVALID_OPTIONS'
  /** The data cannot be read as rows. */
  | 'INVALID_DATA'
  /** Its signal was aborted, or the process was asked to end. */
  | 'ABORTED'
  /** The work is done, but not all of it has arrived at the server. */
  | 'LOGGING_FAILED';

/** A failure of an evaluation as a whole; of single rows and cells the result tells. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  readonly code: EvaluationErrorCode;
  /** The run, to be resumed; undefined where there is none. */
  readonly runId: string | undefined;
  /** What was done all the same. */
  readonly result: EvaluationResult | undefined;

  constructor(
    code: EvaluationErrorCode,
    message: string,
    options: ErrorOptions & { readonly runId?: string | undefined; readonly result?: EvaluationResult } = {},
  ) {
    super(message, options);
    this.code = code;
    this.runId = options.runId;
    this.result = options.result;
  }
}
