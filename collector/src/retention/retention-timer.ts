/** How often it is looked for what is to go. */
const INTERVAL_MS = 3_600_000;

/** Takes out what is to go right away and every hour, never twice at a time. */
export class RetentionTimer {
  readonly #timer: NodeJS.Timeout;
  #running: Promise<unknown> = Promise.resolve();

  /** @param report Told of what stopped one of `works`; it is tried again an hour later, the others go on. */
  constructor(works: readonly (() => Promise<unknown>)[], report: (error: unknown) => void) {
    const apply = (): void => {
      for (const work of works) this.#running = this.#running.then(work).catch(report);
    };
    apply();
    this.#timer = setInterval(apply, INTERVAL_MS);
    this.#timer.unref();
  }

  /** What is under way is finished first. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }
}
