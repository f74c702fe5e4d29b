import { StartError } from './start-error.ts';
import { StoreError, type StoreErrorCode } from './storage/store-error.ts';

const ADVICE: Readonly<Record<StoreErrorCode, string>> = {
  STORE_LOCKED: 'stop that one, or set TRACEWRIGHT_DATA to another folder',
  STORE_UNWRITABLE: 'set TRACEWRIGHT_DATA to a folder that this user may write to',
  STORE_FULL: 'free some space',
  STORE_UNREACHABLE: 'mend that, or what TRACEWRIGHT_TRACKING_URL and TRACEWRIGHT_BLOBS say',
  STORE_UNREADABLE: 'move it away, or set TRACEWRIGHT_DATA to another folder',
  STORE_TOO_NEW: 'install that version, or set TRACEWRIGHT_DATA to another folder',
};

/** One sentence about why the collector did not start and what to do; undefined where that is a bug of ours. */
export function startFailure(error: unknown): string | undefined {
  if (error instanceof StartError) return `Tracewright did not start: ${error.message}.`;
  if (error instanceof StoreError) return `Tracewright did not start: ${error.message}; ${ADVICE[error.code]}.`;
  return undefined;
}
