import { ATTEMPT_EVENT, type SpanEvent } from '@tracewright/schema';
import { formatDuration } from '../../format/duration.ts';

/** How often a call was tried in vain, and how long it waited before it was tried again; undefined where never. */
export function failedAttempts(events: readonly SpanEvent[]): string | undefined {
  const attempts = events.filter(({ name }) => name === ATTEMPT_EVENT.name);
  if (attempts.length === 0) return undefined;
  const waitsMs = attempts
    .map(({ attributes }) => attributes[ATTEMPT_EVENT.waitMs])
    .filter((ms) => typeof ms === 'number');
  const waitedMs = waitsMs.reduce((sum, ms) => sum + ms, 0);
  return waitedMs > 0 ? `${attempts.length}, waited ${formatDuration(waitedMs * 1_000)}` : String(attempts.length);
}
