import { pause } from './retry-wait.ts';
import { isTracewrightError } from './tracewright-error.ts';

/** Between two tries to reach a server. */
export const REACH_AGAIN_MS = 1_000;

/** How a server that is busy says so, or a proxy whose server is away: its 502 and 504 have no code of their own. */
const AWAY = [429, 502, 503, 504];

/** Whether a failure says that the server may take the same later. */
export function isOutOfReach(error: unknown): boolean {
  if (isTracewrightError(error) && error.status !== undefined) return AWAY.includes(error.status);
  return isTracewrightError(
    error,
    'CONNECTION_FAILED',
    'REQUEST_TIMED_OUT',
    'TEMPORARILY_UNAVAILABLE',
    'RESOURCE_EXHAUSTED',
  );
}

/**
 * Does again what has failed because the server was out of reach.
 *
 * @param untilMs of `performance.now()`: no try begins after it
 * @throws what the last try has thrown
 */
export async function untilInReach<T>(untilMs: number, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isOutOfReach(error) || performance.now() + REACH_AGAIN_MS > untilMs) throw error;
    }
    await pause(REACH_AGAIN_MS, undefined);
  }
}
