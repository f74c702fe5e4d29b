import { quietly } from '@tracewright/instrumentation-core';

/** Something that a function gave back and that its step waits for, such as a generator. */
export interface UnreadResult {
  /** False while a call is under way that will end the step by itself. */
  readonly isIdle: boolean;
  /** Ends the step as of when it was last heard of. */
  abandon(): void;
}

/** Results that nobody may ever ask for: their steps end when they are collected, or when tracing ends. */
export class UnreadResults {
  readonly #open = new Set<UnreadResult>();
  readonly #collected = new FinalizationRegistry<UnreadResult>((result) => this.#abandon(result));

  /** @param owner what the app holds; `result` must not refer to it. */
  add(owner: object, result: UnreadResult): void {
    this.#open.add(result);
    this.#collected.register(owner, result, result);
  }

  remove(result: UnreadResult): void {
    this.#open.delete(result);
    this.#collected.unregister(result);
  }

  /** Ends the steps of all results that nobody is reading right now. Never throws. */
  settle(): void {
    for (const result of [...this.#open]) if (result.isIdle) this.#abandon(result);
  }

  #abandon(result: UnreadResult): void {
    this.remove(result);
    quietly('ending an abandoned step', () => result.abandon());
  }
}
