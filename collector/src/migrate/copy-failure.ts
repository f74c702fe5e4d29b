import { ApiError } from '../errors.ts';
import { isFullFile } from '../storage/sqlite-file.ts';
import { StoreError } from '../storage/store-error.ts';

/** What a database of Postgres, and the system, call a disk without room. */
const FULL = ['53100', 'ENOSPC'];

/** A failure on the way, as whoever started the copying can put it right: it goes on from there. */
export function copyFailure(error: unknown): unknown {
  const options = { cause: error };
  if (isFull(error)) {
    const message = 'there is no room where it is copied to: make some and say the same again, it goes on from there';
    return new StoreError('STORE_FULL', message, options);
  }
  if (error instanceof ApiError && error.code === 'TEMPORARILY_UNAVAILABLE') {
    return new StoreError('STORE_UNREACHABLE', `${error.message}: say the same again, it goes on from there`, options);
  }
  return error;
}

function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const hasCode = 'code' in error && typeof error.code === 'string' && FULL.includes(error.code);
  return hasCode || isFullFile(error) || isFull(error.cause);
}
