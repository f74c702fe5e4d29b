/** Why a request to somewhere else came to nothing. */
export type OutgoingErrorCode =
  /** The address may not be asked: not HTTP, with credentials, or inside the own network without a setting. */
  | 'ADDRESS_REFUSED'
  /** The name is not known, or nobody answers there. */
  | 'UNREACHABLE'
  | 'TIMED_OUT'
  /** It answered with more bytes than were allowed. */
  | 'ANSWER_TOO_LARGE'
  /** It sent us elsewhere, and nobody follows. */
  | 'REDIRECTED';

/** A request that was not made, or had no answer. */
export class OutgoingError extends Error {
  override readonly name = 'OutgoingError';
  readonly code: OutgoingErrorCode;

  constructor(code: OutgoingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
