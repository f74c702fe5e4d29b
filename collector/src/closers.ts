/** What has to be closed again, in reverse order of opening. */
export class Closers {
  readonly #closers: (() => Promise<void> | void)[] = [];

  add(close: () => Promise<void> | void): void {
    this.#closers.push(close);
  }

  /**
   * Closes everything, whatever fails on the way; a second call finds nothing left.
   *
   * @throws AggregateError of all failures, after the last one is tried.
   */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let next = this.#closers.pop(); next !== undefined; next = this.#closers.pop()) {
      try {
        await next();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed');
  }
}
