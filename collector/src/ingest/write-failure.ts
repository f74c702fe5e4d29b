import { ApiError } from '../errors.ts';

/** A request that could not be read or judged; what is known of the reason stands. */
export function prepareFailure(error: unknown): ApiError {
  return asApiError(error, 'INTERNAL_ERROR', 'the request could not be processed');
}

/** A commit that the store did not take: it may the next time. */
export function storeFailure(error: unknown): ApiError {
  return asApiError(error, 'TEMPORARILY_UNAVAILABLE', 'the spans could not be stored');
}

function asApiError(error: unknown, code: 'INTERNAL_ERROR' | 'TEMPORARILY_UNAVAILABLE', message: string): ApiError {
  return error instanceof ApiError ? error : new ApiError(code, message, { cause: error });
}

const CLOSING = 'the collector is closing';

/** What a large request comes to of which a part is not stored yet when the collector closes: its sender sends it again. */
export function givenUp(): ApiError {
  return new ApiError('TEMPORARILY_UNAVAILABLE', CLOSING);
}

/** Whether nothing went wrong but that. */
export function isGivenUp(error: ApiError): boolean {
  return error.message === CLOSING;
}
