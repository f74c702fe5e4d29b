/** How often something is said of work that takes long, ms. */
const EVERY_MS = 5_000;

/** How far traces have been copied, and how long the rest may take. */
export class CopyProgress {
  readonly #total: number;
  readonly #nowMs: () => number;
  readonly #startMs: number;
  #saidMs: number;
  #traces = 0;
  #spans = 0;

  /**
   * @param total traces that are to be copied
   * @param nowMs milliseconds of a clock that does not jump
   */
  constructor(total: number, nowMs: () => number = () => performance.now()) {
    this.#total = total;
    this.#nowMs = nowMs;
    this.#startMs = nowMs();
    this.#saidMs = this.#startMs;
  }

  /** Takes note of some more. @returns a line where it is time to say something */
  add(traces: number, spans: number): string | undefined {
    this.#traces += traces;
    this.#spans += spans;
    const nowMs = this.#nowMs();
    if (nowMs - this.#saidMs < EVERY_MS) return undefined;
    this.#saidMs = nowMs;
    return this.#line(nowMs - this.#startMs);
  }

  #line(tookMs: number): string {
    const rate = this.#spans / (tookMs / 1_000);
    const left = this.#total - this.#traces;
    const said = [`${count(this.#traces)} of about ${count(Math.max(this.#total, this.#traces))} traces`];
    said.push(`${count(this.#spans)} spans`, `${count(Math.round(rate))} spans a second`);
    // What comes in meanwhile is copied as well: then there is nothing to go by.
    if (left > 0 && this.#traces > 0) said.push(`${duration((tookMs * left) / this.#traces)} left`);
    return said.join('  ');
  }
}

/** Such as `about 4 min`. */
function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 90) return `about ${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `about ${minutes} min` : `about ${Math.round(minutes / 60)} h`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
