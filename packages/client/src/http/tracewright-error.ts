import type { ErrorCode } from './error-code.ts';

/** A failure that the caller can act on, by its `code`. */
export class TracewrightError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name: string = 'TracewrightError';
  readonly code: Code;
  /** Of the answer; undefined where there was none. */
  readonly status: number | undefined;

  constructor(code: Code, message: string, options: ErrorOptions & { readonly status?: number } = {}) {
    super(message, options);
    this.code = code;
    this.status = options.status;
  }
}

/**
 * Whether `error` is one of ours, with one of these codes if any are given.
 *
 * @example
 * catch (error) {
 *   if (!isTracewrightError(error, 'RESOURCE_DOES_NOT_EXIST')) throw error;
 * }
 */
export function isTracewrightError<const Code extends ErrorCode = ErrorCode>(
  error: unknown,
  ...codes: readonly Code[]
): error is TracewrightError<Code> {
  if (!(error instanceof TracewrightError)) return false;
  return codes.length === 0 || (codes as readonly ErrorCode[]).includes(error.code);
}
