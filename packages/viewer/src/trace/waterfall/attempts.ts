import { ATTEMPT_EVENT, type SpanDetail } from '@tracewright/schema';
import { eventOffsetUs } from '../detail/event-offset.ts';

/** A failed attempt of a call, and the wait before the next one. µs from the start of the call. */
export interface Attempt {
  readonly startUs: number;
  readonly failedUs: number;
  /** When the next attempt began. */
  readonly waitedUs: number;
}

/** The failed attempts of a call, in order; what the last one waited ends where the attempt that counted began. */
export function attemptsOf({ startNs, events }: Pick<SpanDetail, 'startNs' | 'events'>): readonly Attempt[] {
  const attempts: Attempt[] = [];
  for (const { name, timeNs, attributes } of events) {
    const failedUs = eventOffsetUs(startNs, timeNs);
    if (name !== ATTEMPT_EVENT.name || !(failedUs >= 0)) continue;
    const waitMs = attributes[ATTEMPT_EVENT.waitMs];
    const waitUs = typeof waitMs === 'number' && waitMs > 0 ? waitMs * 1_000 : 0;
    attempts.push({ startUs: attempts.at(-1)?.waitedUs ?? 0, failedUs, waitedUs: failedUs + waitUs });
  }
  return attempts;
}

/** Time up to the start of the attempt that counted, µs; 0 where the first one did. */
export function wastedUs(attempts: readonly Attempt[]): number {
  return attempts.at(-1)?.waitedUs ?? 0;
}
