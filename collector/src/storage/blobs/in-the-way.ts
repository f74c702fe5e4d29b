import { ApiError } from '../../errors.ts';

export function folderInTheWay(path: string): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', `there is a folder at ${JSON.stringify(path)}`);
}

export function fileInTheWay(path: string): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', `there is a file where ${JSON.stringify(path)} needs a folder`);
}
