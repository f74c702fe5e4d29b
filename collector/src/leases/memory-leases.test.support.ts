import type { HeldLease, LeaseStore } from '../storage/tracking/leases/lease-store.ts';

/** Leases in memory by the clock of the test, of a database that can be made to fail. */
export class MemoryLeases implements LeaseStore {
  /** Undefined: it answers. */
  failure: Error | undefined;
  readonly #rows = new Map<string, { holder: string; term: number; expiresMs: number }>();

  async take(name: string, holder: string, ttlMs: number): Promise<number | undefined> {
    this.#answer();
    const row = this.#rows.get(name);
    if (row !== undefined && row.expiresMs > Date.now()) return undefined;
    const term = (row?.term ?? 0) + 1;
    this.#rows.set(name, { holder, term, expiresMs: Date.now() + ttlMs });
    return term;
  }

  async renew(name: string, holder: string, ttlMs: number): Promise<boolean> {
    this.#answer();
    const row = this.#rows.get(name);
    if (row?.holder !== holder) return false;
    row.expiresMs = Date.now() + ttlMs;
    return true;
  }

  async release(name: string, holder: string): Promise<void> {
    this.#answer();
    const row = this.#rows.get(name);
    if (row?.holder === holder) Object.assign(row, { holder: '', expiresMs: 0 });
  }

  async list(): Promise<readonly HeldLease[]> {
    this.#answer();
    return [...this.#rows]
      .filter(([, { holder }]) => holder !== '')
      .map(([name, { holder, term, expiresMs }]) => ({ name, holder, term, remainingMs: expiresMs - Date.now() }));
  }

  #answer(): void {
    if (this.failure !== undefined) throw this.failure;
  }
}
