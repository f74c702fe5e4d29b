import { ApiError } from '../errors.ts';

/** The error for a body that is not what its content type says. Nothing of such a request is stored. */
export function malformedBody(what: string, options?: ErrorOptions): ApiError {
  return new ApiError('MALFORMED_REQUEST', `the body cannot be read: ${what}`, options);
}
