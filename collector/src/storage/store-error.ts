/** Why a store cannot be opened: each one is something its owner can put right. */
export type StoreErrorCode =
  /** Another process writes to it. */
  | 'STORE_LOCKED'
  /** Written by a newer version of the collector. */
  | 'STORE_TOO_NEW'
  /** The folder or file cannot be created or written. */
  | 'STORE_UNWRITABLE'
  /** No room is left on the disk. */
  | 'STORE_FULL'
  /** On another machine: not there, not reached, or closed to us; or what speaks to it is not installed. */
  | 'STORE_UNREACHABLE'
  /** Not a database, or one of something else. */
  | 'STORE_UNREADABLE';

/** A store that cannot be opened. Not an `ApiError`: it stops the start and never answers a request. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
