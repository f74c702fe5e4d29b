import { ApiError } from '../../errors.ts';

/**
 * When a row is changed: later than before whatever the clock says, so that the time names this version alone.
 *
 * @param beforeMs When it was changed last.
 * @param seenMs When it was as whoever changes it has seen it; undefined: however it is now.
 * @param what The row in messages: `the rule`.
 * @throws ApiError `RESOURCE_CONFLICT` where it has been changed since.
 */
export function nextVersionMs(beforeMs: number, seenMs: number | undefined, nowMs: number, what: string): number {
  const before = Math.round(Number(beforeMs));
  if (seenMs !== undefined && seenMs !== before) throw changedSince(what);
  return Math.max(Math.round(nowMs), before + 1);
}

export function changedSince(what: string): ApiError {
  return new ApiError('RESOURCE_CONFLICT', `somebody else has changed ${what} since it was read`);
}
