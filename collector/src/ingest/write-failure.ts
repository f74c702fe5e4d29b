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
