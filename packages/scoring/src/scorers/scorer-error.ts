/** Codes of what keeps a scorer from judging. */
export type ScorerErrorCode =
  /** The row does not say what was expected. */
  | 'EXPECTATION_MISSING'
  /** The output, or what was expected, is nothing that this scorer can judge. */
  | 'VALUE_UNSUITABLE'
  /** Nobody recorded what it looks at, such as a cost. */
  | 'TRACE_INCOMPLETE'
  /** The scorer gave back something that is no score. */
  | 'SCORE_INVALID'
  /** A judge's answer contradicts its schema. */
  | 'JUDGE_ANSWER_INVALID';

/** Why a cell has no score. */
export class ScorerError extends Error {
  override readonly name = 'ScorerError';
  readonly code: ScorerErrorCode;

  constructor(code: ScorerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
