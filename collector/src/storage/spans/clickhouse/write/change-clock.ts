/** Numbers changes by the time at which they are made, so that those of several collectors fall into one order. */
export class ChangeClock {
  readonly #nowMs: () => number;
  #last = 0;

  /** @param nowMs by the clock of the server, so that those of several collectors agree */
  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
  }

  /**
   * Microseconds since the Unix epoch, later than every number before, also where the clock was put back.
   *
   * @param after a number that another collector has given, whose clock may be ahead: it is later than this one as well
   */
  next(after = 0): number {
    this.#last = Math.max(Math.floor(this.#nowMs() * 1_000), this.#last + 1, after + 1);
    return this.#last;
  }
}
