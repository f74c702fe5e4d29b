/** Why a collector could not start, beside what a `StoreError` says. */
export type StartErrorCode = 'CONFIG_INVALID' | 'ADDRESS_IN_USE' | 'ADDRESS_UNAVAILABLE' | 'NO_WAY_IN';

/** What whoever starts the collector can put right. The message says how, and follows "did not start: ". */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
