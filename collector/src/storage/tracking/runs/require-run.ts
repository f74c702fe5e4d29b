import { ApiError } from '../../../errors.ts';
import type { Lifecycle } from '../experiments/experiment-store.ts';

export function noRun(id: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `Run with id=${id} not found`);
}

/** @throws ApiError `RESOURCE_DOES_NOT_EXIST`; `INVALID_PARAMETER_VALUE` if it is deleted. */
export function requireActive<Row extends { readonly lifecycle: Lifecycle }>(row: Row | undefined, id: string): Row {
  if (row === undefined) throw noRun(id);
  if (row.lifecycle === 'active') return row;
  throw new ApiError(
    'INVALID_PARAMETER_VALUE',
    `The run ${id} must be in the 'active' state. Current state is ${row.lifecycle}.`,
  );
}
