import { ApiError } from '../../../errors.ts';

/** The system's name of a failure, such as `ENOENT`; undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What a failure of the file system means to whoever asked: a full disk may pass, anything unknown is a bug. */
export function storageFailure(error: unknown): unknown {
  if (error instanceof ApiError) return error;
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new ApiError('TEMPORARILY_UNAVAILABLE', 'the disk of the store is full', { cause: error });
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
    case 'EIO':
      return new ApiError('TEMPORARILY_UNAVAILABLE', 'the store cannot be written', { cause: error });
    case 'ENAMETOOLONG':
      return new ApiError('INVALID_PARAMETER_VALUE', 'Invalid path', { cause: error });
    case 'EMFILE':
    case 'ENFILE':
      return new ApiError('TEMPORARILY_UNAVAILABLE', 'too many files are open', { cause: error });
    default:
      return error;
  }
}
