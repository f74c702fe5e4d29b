import { pause } from '../pause.ts';
import type { Lease } from './lease.ts';

export interface StandingOptions {
  /** Between two attempts to get the lease, ms. */
  readonly retryMs: number;
  readonly report: (error: unknown) => void;
}

/** Gets a lease whenever it can be had, and works under it. */
export class Standing {
  readonly #hold: () => Promise<Lease | undefined>;
  readonly #work: (lease: Lease) => Promise<void>;
  readonly #options: StandingOptions;
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;

  constructor(hold: () => Promise<Lease | undefined>, work: (lease: Lease) => Promise<void>, options: StandingOptions) {
    this.#hold = hold;
    this.#work = work;
    this.#options = options;
    this.#ended = this.#run();
  }

  /** Resolves once the work has ended, which is told so as if its lease were lost, and the lease is given up. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        const lease = await this.#hold();
        if (lease !== undefined) await this.#workUnder(lease);
      } catch (error) {
        this.#options.report(error);
      }
      await pause(this.#options.retryMs, signal);
    }
  }

  async #workUnder(lease: Lease): Promise<void> {
    const { name, term } = lease;
    const signal = AbortSignal.any([lease.signal, this.#stopping.signal]);
    try {
      if (!signal.aborted) await this.#work({ name, term, signal, release: () => lease.release() });
    } finally {
      await lease.release();
    }
  }
}
