import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { LeaseStore } from '../storage/tracking/leases/lease-store.ts';
import { HeldUntilLost } from './held-until-lost.ts';
import type { Lease } from './lease.ts';
import { Standing } from './standing.ts';

export interface LeaseOptions {
  /**
   * How long after the death of its holder somebody else gets the lease, ms. It is renewed three times as often; each
   * time is a commit.
   */
  readonly ttlMs: number;
}

/** A minute: what waits for it is in no hurry. */
export const DEFAULT_TTL_MS = 60_000;

/**
 * Work that several collectors on the same stores do once: whoever holds the lease of its name does it. A process that
 * dies loses its leases when they run out, one that closes gives them up.
 */
export class Leases {
  readonly #store: LeaseStore;
  readonly #report: (error: unknown) => void;
  readonly #held = new Set<HeldUntilLost>();
  readonly #standing = new Set<Standing>();
  #isClosed = false;

  /** @param report Told where a lease could not be asked for or renewed. */
  constructor(store: LeaseStore, report: (error: unknown) => void) {
    this.#store = store;
    this.#report = report;
  }

  /**
   * Takes a lease, and renews it until it is given up or lost.
   *
   * @returns undefined if somebody else has it, in this process or another one
   */
  async hold(name: string, { ttlMs }: LeaseOptions = { ttlMs: DEFAULT_TTL_MS }): Promise<Lease | undefined> {
    if (this.#isClosed) return undefined;
    const holder = `${hostname()}/${process.pid}/${randomUUID()}`;
    const askedMs = performance.now();
    const term = await this.#store.take(name, holder, ttlMs);
    if (term === undefined) return undefined;
    const lease = new HeldUntilLost(this.#store, { name, holder, term, ttlMs, askedMs }, this.#report);
    this.#held.add(lease);
    lease.signal.addEventListener('abort', () => this.#held.delete(lease), { once: true });
    if (!this.#isClosed) return lease;
    // Closed while the answer was on its way.
    await lease.release();
    return undefined;
  }

  /** Does something under a lease. @returns undefined where somebody else has it: then it is not done. */
  async whileHeld<T>(name: string, work: (lease: Lease) => Promise<T>, options?: LeaseOptions): Promise<T | undefined> {
    const lease = await this.hold(name, options);
    if (lease === undefined) return undefined;
    try {
      return await work(lease);
    } finally {
      await lease.release();
    }
  }

  /**
   * Has `work` done by one collector for as long as there is any: stands for the lease, works under it until `work`
   * ends, and stands again. `work` is to end soon after its lease is lost.
   *
   * @returns ends it: resolves once `work` has ended and the lease is given up
   */
  stand(name: string, work: (lease: Lease) => Promise<void>, options?: LeaseOptions): () => Promise<void> {
    const standing = new Standing(() => this.hold(name, options), work, {
      retryMs: (options?.ttlMs ?? DEFAULT_TTL_MS) / 2,
      report: this.#report,
    });
    this.#standing.add(standing);
    return async () => {
      await standing.stop();
      this.#standing.delete(standing);
    };
  }

  /** Gives up all of them; none is taken any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#standing].map((standing) => standing.stop()));
    await Promise.all([...this.#held].map((lease) => lease.release()));
  }
}
