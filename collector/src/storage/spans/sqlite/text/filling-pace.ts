/** Spans must not have come for so long before their texts are read, ms: who sends has the processor first. */
const QUIET_MS = 1_000;
/** Spans that keep coming are not waited for longer than this, ms. */
const PATIENCE_MS = 10_000;
/** Then a tenth of the time is taken for reading. */
const PAUSE_FACTOR = 9;
/** How often to look whether anything has come, ms. */
export const LOOK_MS = 500;

/** Decides when texts are read. Times are ms of one clock. */
export class FillingPace {
  #version: unknown;
  #changedMs = Number.NEGATIVE_INFINITY;
  #waitingMs: number | undefined;

  /** To be called at each turn. @param version another whenever spans have come */
  observe(version: unknown, nowMs: number): void {
    if (version === this.#version) return;
    // What was there at the start need not be waited for.
    if (this.#version !== undefined) this.#changedMs = nowMs;
    this.#version = version;
    this.#waitingMs ??= nowMs;
  }

  /** Whether there is something to read, as far as is known. */
  get isWaiting(): boolean {
    return this.#waitingMs !== undefined;
  }

  isTime(nowMs: number): boolean {
    if (this.#waitingMs === undefined) return false;
    return this.#isQuiet(nowMs) || nowMs - this.#waitingMs >= PATIENCE_MS;
  }

  /** @returns how long to wait for the next turn, after work of so many ms that has or has not come to its end */
  next(nowMs: number, workedMs: number, hasMore: boolean): number {
    if (!hasMore) this.#waitingMs = undefined;
    if (!hasMore) return LOOK_MS;
    return this.#isQuiet(nowMs) ? 0 : workedMs * PAUSE_FACTOR;
  }

  #isQuiet(nowMs: number): boolean {
    return nowMs - this.#changedMs >= QUIET_MS;
  }
}
