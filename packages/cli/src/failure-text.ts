import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { isTracewrightError } from '@tracewright/client';
import { ApiError, StartError, StoreError } from '@tracewright/collector';
import { CommandError } from './command/command-error.ts';

/** What a person can act on, in one sentence; undefined where it is a bug of ours. */
export function failureText(error: unknown): string | undefined {
  if (error instanceof CommandError || error instanceof StartError || isTracewrightError(error)) return error.message;
  if (error instanceof StoreError) {
    return error.code === 'STORE_LOCKED' ? `${error.message}; say --url with its address instead` : error.message;
  }
  if (error instanceof ApiError && error.status < 500) return error.message;
  // Files that cannot be read or written: the system's own message names them.
  if (error instanceof Error && 'syscall' in error && 'path' in error) {
    return 'code' in error && error.code === 'ENOENT' ? absenceText(String(error.path)) : error.message;
  }
  return undefined;
}

/** Of a file that was to be made it is the folder that there is none of. */
function absenceText(path: string): string {
  const folder = dirname(path);
  return existsSync(folder) ? `there is no ${path}` : `there is no folder ${folder}`;
}
