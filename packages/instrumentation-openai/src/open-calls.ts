import { AsyncLocalStorage } from 'node:async_hooks';
import type { ModelCall } from './model-call.ts';

/** More calls than any app has open at once; beyond it the oldest are left to the garbage collector. */
const MAX_OPEN = 10_000;

/** How often unread streams are looked for, as a part of the time they may stay unread. */
const LOOKS_PER_TIMEOUT = 4;

/** Longest delay of a timer; beyond it Node takes 1 ms. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** Calls that have not ended, so that those that nobody will end can be. */
export class OpenCalls {
  readonly #open = new Set<ModelCall>();
  readonly #unreadTimeoutMs: () => number;
  /** A timer would hold whatever the app had in its context when it was started. */
  readonly #outside = AsyncLocalStorage.snapshot();
  readonly #afterwards: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param unreadTimeoutMs how long a stream may stay unread; asked whenever calls begin to be watched */
  constructor(unreadTimeoutMs: () => number) {
    this.#unreadTimeoutMs = unreadTimeoutMs;
  }

  add(call: ModelCall): void {
    this.#open.add(call);
    this.#timer ??= this.#outside(() => this.#watch());
    if (this.#open.size <= MAX_OPEN) return;
    const [oldest] = this.#open;
    if (oldest !== undefined) this.#open.delete(oldest);
  }

  delete(call: ModelCall): void {
    this.#open.delete(call);
    if (this.#afterwards.length === 0 || this.#open.size > 0) return;
    for (const action of this.#afterwards.splice(0)) action();
  }

  /** Does something once no call is open: at once, where none is. @param action must not throw */
  whenNoneIsOpen(action: () => void): void {
    if (this.#open.size === 0) action();
    else this.#afterwards.push(action);
  }

  /** Ends every call of which nothing more will come. @param isProcessEnding see {@link ModelCall.settleOpen} */
  settle(isProcessEnding: boolean): void {
    for (const call of [...this.#open]) call.settleOpen(isProcessEnding);
  }

  /** Goes on until it finds nothing open: to start and stop it with each call would cost more than the looks. */
  #watch(): NodeJS.Timeout {
    const timeoutMs = this.#unreadTimeoutMs();
    const timer = setInterval(
      () => {
        const beforeMs = performance.now() - timeoutMs;
        for (const call of [...this.#open]) if (call.isUnreadSince(beforeMs)) call.abandon();
        if (this.#open.size > 0) return;
        clearInterval(timer);
        this.#timer = undefined;
      },
      Math.min(timeoutMs / LOOKS_PER_TIMEOUT, MAX_DELAY_MS),
    );
    return timer.unref();
  }
}
