/** Writes that nobody waits for, such as when a key was used last: losing one loses nothing that counts. */
export class BackgroundWrites {
  readonly #report: (error: unknown) => void;
  readonly #running = new Set<Promise<void>>();

  /** @param report told of each that failed */
  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  start(write: () => Promise<unknown>): void {
    const running = write().then(() => {}, this.#report);
    this.#running.add(running);
    void running.then(() => this.#running.delete(running));
  }

  /** Resolves when all that was started is written. */
  async finish(): Promise<void> {
    await Promise.all(this.#running);
  }
}
