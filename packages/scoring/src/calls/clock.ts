import { setTimeout as wait } from 'node:timers/promises';

/** Time as the pace of an evaluation is kept by it; tests have one of their own. */
export interface Clock {
  /** Milliseconds that only go forward. */
  nowMs(): number;
  /** @throws the signal's reason once it is aborted */
  pause(ms: number, signal?: AbortSignal): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  nowMs: () => performance.now(),
  async pause(ms, signal) {
    try {
      await wait(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
