import { ApiError } from '../errors.ts';

export function noTrace(id: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `there is no trace ${id}`);
}
