/** Does something once nobody has asked for anything for a while; again only after somebody has. Keeps no process alive. */
export class IdleWork {
  readonly #afterMs: number;
  readonly #work: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(afterMs: number, work: () => void) {
    this.#afterMs = afterMs;
    this.#work = work;
  }

  /** To be called with each request: the time begins anew. */
  postpone(): void {
    if (this.#timer !== undefined) {
      this.#timer.refresh();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#work();
    }, this.#afterMs).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
