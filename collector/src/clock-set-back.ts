/** Less than that is how clocks are kept right all the time, ms. */
const LEAST_MS = 1_000;

/**
 * Notices that the clock was set back, by one that never is: what is to be done at a moment would else wait until the clock
 * has caught up with it. What was set while nobody looked, as between two processes, is not noticed.
 */
export class ClockSetBack {
  readonly #nowMs: () => number;
  readonly #monotonicMs: () => number;
  #aheadMs: number;
  #byMs = 0;

  constructor(nowMs: () => number, monotonicMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
    this.#monotonicMs = monotonicMs;
    this.#aheadMs = nowMs() - monotonicMs();
  }

  /**
   * Has moments brought forward by as much as the clock was set back since, also what could not be before.
   *
   * @throws what `bringForward` throws; it is told again the next time
   */
  async mend(bringForward: (byMs: number) => Promise<void>): Promise<void> {
    const aheadMs = this.#nowMs() - this.#monotonicMs();
    if (this.#aheadMs - aheadMs >= LEAST_MS) this.#byMs += this.#aheadMs - aheadMs;
    this.#aheadMs = aheadMs;
    if (this.#byMs === 0) return;
    await bringForward(this.#byMs);
    this.#byMs = 0;
  }
}
