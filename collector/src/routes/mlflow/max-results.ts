import { ApiError } from '../../errors.ts';

/**
 * How many things a page may have.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` if it is not from 1 to `most`.
 */
export function checkMaxResults(given: number | undefined, { most, usual }: { most: number; usual: number }): number {
  if (given === undefined) return usual;
  const invalid = `Invalid value ${given} for parameter 'max_results' supplied.`;
  if (given < 1) throw new ApiError('INVALID_PARAMETER_VALUE', `${invalid} It must be a positive integer`);
  if (given > most) {
    throw new ApiError('INVALID_PARAMETER_VALUE', `${invalid} It must be at most ${most}, but got value ${given}`);
  }
  return given;
}
