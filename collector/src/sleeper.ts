import { pause } from './pause.ts';

/** Lets work rest until there may be something to do. */
export class Sleeper {
  #alarm: AbortController = new AbortController();

  /** Ends the rest that is under way, or else the next one. */
  wake(): void {
    this.#alarm.abort();
  }

  /** Resolves once the time has passed, somebody has woken it, or `signal` is aborted. Keeps no process alive. */
  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    const alarm = this.#alarm;
    const stop = (): void => alarm.abort();
    signal.addEventListener('abort', stop, { once: true });
    if (!signal.aborted) await pause(ms, alarm.signal);
    // The signal lives as long as the process: nothing of a rest stays with it.
    signal.removeEventListener('abort', stop);
    this.#alarm = new AbortController();
  }
}

/** How long work rests that has nothing to wait for, ms: what others have set up meanwhile begins by then. */
export const IDLE_MS = 15_000;

/** How long to rest until a moment, ms: no shorter than `leastMs`, no longer than where there is nothing to wait for. */
export function restUntil(nextMs: number | undefined, nowMs: number, leastMs: number): number {
  return nextMs === undefined ? IDLE_MS : Math.min(IDLE_MS, Math.max(leastMs, nextMs - nowMs));
}
