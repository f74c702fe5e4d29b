/** A clock that all collectors of a store go by. */
export interface SharedClock {
  /** Ms since the Unix epoch. */
  nowMs(): number;
  /** Looks whether it still agrees with those of the others. */
  keepUp(): Promise<void>;
}

/** Numbers changes by the time at which they are made, so that those of several collectors fall into one order. */
export class ChangeClock {
  readonly #clock: SharedClock;
  #last = 0;

  constructor(clock: SharedClock) {
    this.#clock = clock;
  }

  /** To be called before changes are numbered. */
  keepUp(): Promise<void> {
    return this.#clock.keepUp();
  }

  /**
   * Microseconds since the Unix epoch, later than every number before, also where the clock was put back.
   *
   * @param after a number that another collector has given, whose clock may be ahead: it is later than this one as well
   */
  next(after = 0): number {
    this.#last = Math.max(Math.floor(this.#clock.nowMs() * 1_000), this.#last + 1, after + 1);
    return this.#last;
  }
}
