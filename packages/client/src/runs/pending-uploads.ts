import type { LogFailure } from './log-failure.ts';
import { ObservedPromise } from './observed-promise.ts';

/** Files on their way to a run, at most so many at a time. */
const MOST_AT_ONCE = 4;

/** Uploads that a run waits for before it ends. */
export class PendingUploads {
  readonly #running = new Set<Promise<void>>();
  readonly #ofPath = new Map<string, Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  #active = 0;
  #failed: { readonly promise: ObservedPromise<void>; readonly failure: LogFailure }[] = [];

  /**
   * Starts an upload, after those to the same path. Whoever waits for what comes back gets its failure; if nobody does,
   * it is among the failures of the run.
   */
  add(path: string, upload: () => Promise<void>): Promise<void> {
    const before = this.#ofPath.get(path) ?? Promise.resolve();
    const done = before.then(() => this.#inTurn(upload));
    const promise = new ObservedPromise<void>((resolve, reject) => done.then(resolve, reject)).quiet();
    const settled = done.catch((reason: unknown) => {
      const error = reason instanceof Error ? reason : new Error(String(reason));
      this.#failed.push({ promise, failure: { kind: 'artifact', key: path, error } });
    });
    this.#running.add(settled);
    this.#ofPath.set(path, settled);
    void settled.then(() => {
      this.#running.delete(settled);
      if (this.#ofPath.get(path) === settled) this.#ofPath.delete(path);
    });
    return promise;
  }

  /** Resolves once all have ended, those that are added meanwhile among them. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** What has failed since this was last asked, and nobody has heard of. */
  takeFailures(): readonly LogFailure[] {
    const unheard = this.#failed.filter(({ promise }) => !promise.isObserved);
    this.#failed = [];
    return unheard.map(({ failure }) => failure);
  }

  async #inTurn(upload: () => Promise<void>): Promise<void> {
    if (this.#active >= MOST_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#active++;
    try {
      await upload();
    } finally {
      this.#active--;
      this.#waiting.shift()?.();
    }
  }
}
