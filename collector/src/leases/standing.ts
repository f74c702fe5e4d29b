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
  readonly #stopped = Promise.withResolvers<void>();
  readonly #ended: Promise<void>;
  #isStopped = false;
  #lease: Lease | undefined;

  constructor(hold: () => Promise<Lease | undefined>, work: (lease: Lease) => Promise<void>, options: StandingOptions) {
    this.#hold = hold;
    this.#work = work;
    this.#options = options;
    this.#ended = this.#run();
  }

  /** Resolves once the work has ended, which is told by its lease. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopped.resolve();
    await this.#lease?.release().catch(this.#options.report);
    await this.#ended;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        this.#lease = await this.#hold();
        if (this.#lease !== undefined) await this.#workUnder(this.#lease);
      } catch (error) {
        this.#options.report(error);
      }
      if (!this.#isStopped) await this.#pause();
    }
  }

  async #workUnder(lease: Lease): Promise<void> {
    try {
      if (!this.#isStopped) await this.#work(lease);
    } finally {
      this.#lease = undefined;
      await lease.release();
    }
  }

  async #pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, this.#options.retryMs).unref();
    await Promise.race([promise, this.#stopped.promise]);
    clearTimeout(timer);
  }
}
