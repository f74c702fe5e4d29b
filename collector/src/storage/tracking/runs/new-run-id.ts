import { randomUUID } from 'node:crypto';
import { noted } from '../request-answers/repeated-request.ts';

/**
 * An id of 32 hex digits that nobody can guess. It begins with the time, as UUIDs of version 7 do: rows of runs that are
 * made one after the other stand side by side in every tree, so that a commit writes a few pages and not one for each.
 */
export function newRunId(nowMs: number): string {
  const time = Math.trunc(nowMs).toString(16).padStart(12, '0').slice(-12);
  return time + noted(randomUUID).replaceAll('-', '').slice(12);
}
