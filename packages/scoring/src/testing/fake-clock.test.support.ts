import type { Clock } from '../calls/clock.ts';

/** A clock on which pauses are over at once, and time passes by them alone. */
export class FakeClock implements Clock {
  #nowMs = 0;
  /** How long each pause was, ms. */
  readonly pauses: number[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }

  async pause(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.pauses.push(ms);
    this.advance(ms);
  }
}
