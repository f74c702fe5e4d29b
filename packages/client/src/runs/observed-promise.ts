/**
 * A promise that knows whether anybody waits for it. A failure that somebody waits for is his; one that nobody waits
 * for can be told elsewhere instead of ending the process.
 */
export class ObservedPromise<T> extends Promise<T> {
  /** What follows from it is a plain promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  #isObserved = false;

  get isObserved(): boolean {
    return this.#isObserved;
  }

  /** Without this, a failure that nobody waits for would end the process. */
  quiet(): this {
    super.then(undefined, () => {});
    return this;
  }

  // biome-ignore lint/suspicious/noThenProperty: this is a promise, and `await` calls it
  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#isObserved = true;
    return super.then(onFulfilled, onRejected);
  }
}
