import type { LeaseStore } from '../storage/tracking/leases/lease-store.ts';
import type { Lease } from './lease.ts';

export interface TakenLease {
  readonly name: string;
  readonly holder: string;
  readonly term: number;
  readonly ttlMs: number;
  /** When it was asked for, by `performance.now()`. */
  readonly askedMs: number;
}

/** A lease that is renewed until it is given up, or until it may have run out because the database does not answer. */
export class HeldUntilLost implements Lease {
  readonly name: string;
  readonly term: number;
  readonly #store: LeaseStore;
  readonly #taken: TakenLease;
  readonly #report: (error: unknown) => void;
  readonly #end = new AbortController();
  readonly #renewing: NodeJS.Timeout;
  #running: Promise<void> = Promise.resolve();
  /** It lasts for at least `ttlMs` from here, whatever the clock of the database says. */
  #sureMs: number;
  #losing: NodeJS.Timeout;

  constructor(store: LeaseStore, taken: TakenLease, report: (error: unknown) => void) {
    this.#store = store;
    this.#taken = taken;
    this.#report = report;
    this.name = taken.name;
    this.term = taken.term;
    this.#sureMs = taken.askedMs;
    this.#losing = this.#loseInTime();
    this.#renewing = setInterval(() => this.#renewSoon(), taken.ttlMs / 3).unref();
  }

  get signal(): AbortSignal {
    return this.#end.signal;
  }

  async release(): Promise<void> {
    this.#lose();
    // What is under way would bring it back.
    await this.#running;
    // Where the database does not answer, it runs out by itself.
    await this.#store.release(this.name, this.#taken.holder).catch(this.#report);
  }

  #renewSoon(): void {
    this.#running = this.#running.then(() => this.#renew()).catch(this.#report);
  }

  async #renew(): Promise<void> {
    if (this.signal.aborted) return;
    const askedMs = performance.now();
    if (!(await this.#store.renew(this.name, this.#taken.holder, this.#taken.ttlMs))) {
      this.#lose();
      return;
    }
    this.#sureMs = askedMs;
    clearTimeout(this.#losing);
    if (!this.signal.aborted) this.#losing = this.#loseInTime();
  }

  #loseInTime(): NodeJS.Timeout {
    return setTimeout(() => this.#lose(), this.#sureMs + this.#taken.ttlMs - performance.now()).unref();
  }

  #lose(): void {
    clearInterval(this.#renewing);
    clearTimeout(this.#losing);
    this.#end.abort();
  }
}
