import { type Lease, unwatchLease, watchLease } from './lease.ts';
import type { ModelCall } from './model-call.ts';

/**
 * Who may still read the answer of a call: once nobody can, the call ends. As long as the request is running the lease
 * is only held, and nobody is watched: most answers are read as soon as they are there.
 */
export class AnswerReaders {
  #lease: Lease | undefined;
  #isAwaited = false;
  #isWatched = false;

  /** The promise that the app gets holds a lease, and the request is running. */
  hold(lease: Lease): void {
    this.#lease = lease;
  }

  /** The app asks for the answer's value: unless it is a stream, the call ends with it. */
  awaited(): void {
    this.#isAwaited = true;
  }

  /** The answer has come: whoever does not wait for it may never look at it. */
  answered(): void {
    const lease = this.#lease;
    this.#lease = undefined;
    if (lease !== undefined && !this.#isAwaited) this.watch(lease);
  }

  /** Ends the call once the lease is garbage. */
  watch(lease: Lease): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    watchLease(lease);
  }

  /** Whoever reads it now changes nothing any more. */
  forget(call: ModelCall): void {
    this.#lease = undefined;
    if (this.#isWatched) unwatchLease(call);
  }
}
