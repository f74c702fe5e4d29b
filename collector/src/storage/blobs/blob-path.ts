import { ApiError } from '../../errors.ts';

/** Of one name, in bytes of UTF-8: what common file systems take. */
const MAX_NAME_BYTES = 255;
const MAX_PATH_BYTES = 3_072;

const encoder = new TextEncoder();

/**
 * The names that a path consists of; none for the root. A path is relative, has `/` between its names, and means the
 * same on every system: nothing that leads up or elsewhere, no drive, no name that is written in two ways.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` for anything else.
 */
export function blobNames(path: string): readonly string[] {
  if (path === '') return [];
  const names = path.split('/');
  if (encoder.encode(path).length > MAX_PATH_BYTES || !names.every(isName)) throw invalidPath();
  return names;
}

/** The names of a path that has to be one of a file. @throws ApiError like {@link blobNames}, and for the root. */
export function fileNames(path: string): readonly string[] {
  const names = blobNames(path);
  if (names.length === 0) throw invalidPath();
  return names;
}

/** The text is MLflow's; what was sent is not repeated, since it may hold anything. */
export function invalidPath(): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', 'Invalid path');
}

function isName(name: string): boolean {
  return (
    name !== '' &&
    name !== '.' &&
    name !== '..' &&
    !/[\\\p{Cc}]/u.test(name) &&
    !/^[a-z]:/i.test(name) &&
    name.isWellFormed() &&
    encoder.encode(name).length <= MAX_NAME_BYTES
  );
}
