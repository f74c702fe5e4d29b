import { ApiError } from '../../errors.ts';

/** Postgres keeps no character of code 0; that no database does is the same for everybody. */
export function noText(options?: ErrorOptions): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', 'a text has a character of code 0', options);
}
