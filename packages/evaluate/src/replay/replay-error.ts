/** What keeps a replay from being what was recorded. */
export type ReplayErrorCode =
  /** The file is none of ours, or of a version that this one does not know. */
  | 'INVALID_RECORDING'
  /** A call was made that was not recorded, or more often than it was. */
  | 'DRIFT'
  /** What was recorded of a call does not suffice to answer it. */
  | 'NOT_RECORDED'
  /** Nobody traces the calls, so that none can be known again. */
  | 'NOT_TRACED'
  /** Calls were recorded that were not made. */
  | 'NOT_MADE';

/** A replay that cannot go on, or did not go as it was recorded. The message is made to be read in a test's output. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
  readonly code: ReplayErrorCode;

  constructor(code: ReplayErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
