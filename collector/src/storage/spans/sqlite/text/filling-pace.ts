/** Spans must not have come, nor chunks been merged, for so long before texts are read, ms: who sends goes first. */
const QUIET_MS = 1_000;
/** Where they keep coming, chunks are read all the same once they have waited for so long, ms. */
const PATIENCE_MS = { few: 10_000, many: 60_000 } as const;
/** Fewer spans than this take less than a second to read, and to look at them in every search takes longer. */
const FEW_SPANS = 20_000;
/** Then a tenth of the time is taken for reading. */
const PAUSE_FACTOR = 9;
/** How often to look whether anything has come, ms. */
const LOOK_MS = 500;

/** Decides when texts are read. Times are ms of one clock. */
export class FillingPace {
  #version: unknown;
  #changedMs = Number.NEGATIVE_INFINITY;

  /** To be called at each turn. @param version another whenever something has changed @returns whether it has */
  observe(version: unknown, nowMs: number): boolean {
    if (version === this.#version) return false;
    // What was there at the start need not be waited for.
    if (this.#version !== undefined) this.#changedMs = nowMs;
    this.#version = version;
    return true;
  }

  /** How long chunks must have waited to be read now. @param spans how many are waiting in all */
  patienceMs(nowMs: number, spans: number): number {
    if (this.#isQuiet(nowMs)) return 0;
    return spans < FEW_SPANS ? PATIENCE_MS.few : PATIENCE_MS.many;
  }

  /** How long to wait for the next turn, after work of so many ms. @param hasMore whether some could be read at once */
  pauseMs(nowMs: number, workedMs: number, hasMore: boolean): number {
    if (!hasMore) return LOOK_MS;
    return this.#isQuiet(nowMs) ? 0 : workedMs * PAUSE_FACTOR;
  }

  #isQuiet(nowMs: number): boolean {
    return nowMs - this.#changedMs >= QUIET_MS;
  }
}
