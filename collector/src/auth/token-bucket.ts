/** What adding up many small parts may be off by. */
const ROUNDING = 1e-6;

/** An allowance that fills up with time, to a limit. It may be overdrawn once, and then has to fill up again. */
export class TokenBucket {
  readonly #burst: number;
  readonly #perSecond: number;
  #tokens: number;
  #atMs: number;

  constructor(burst: number, perSecond: number, nowMs: number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#tokens = burst;
    this.#atMs = nowMs;
  }

  /** What is there now; below 0 while it is overdrawn. */
  left(nowMs: number): number {
    // A clock that was set back brings nothing and takes nothing.
    const elapsedS = Math.max(0, nowMs - this.#atMs) / 1_000;
    this.#tokens = Math.min(this.#burst, this.#tokens + elapsedS * this.#perSecond);
    this.#atMs = nowMs;
    return this.#tokens;
  }

  /** Seconds until there is `wanted`; 0 where it is there. */
  waitS(nowMs: number, wanted = 1): number {
    const missing = Math.min(wanted, this.#burst) - this.left(nowMs);
    return missing > ROUNDING ? missing / this.#perSecond : 0;
  }

  /** Below 0 it gives back. */
  take(count: number): void {
    this.#tokens -= count;
  }
}
