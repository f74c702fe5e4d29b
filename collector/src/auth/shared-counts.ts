import { randomUUID } from 'node:crypto';
import { pause } from '../pause.ts';
import type { SharedCount, SharedCountStore } from '../storage/tracking/shared-counts/shared-count-store.ts';

/** How far collectors may be behind each other, ms. */
const INTERVAL_MS = 1_000;
/** Of keys: those that were counted last stay. */
const MAX_KEYS = 20_000;

/** Told of what other collectors have let through of a key. */
export type TakeByOthers = (key: string, count: number) => void;

/**
 * Tells other collectors on the same database what this one has let through, and takes from its allowances what they have,
 * a second later: no request waits for that.
 */
export class SharedCounts {
  readonly #store: SharedCountStore;
  readonly #id: string = randomUUID();
  readonly #takers = new Map<string, TakeByOthers>();
  /** What this one has counted. */
  readonly #counts = new Map<string, SharedCount>();
  readonly #changed = new Set<string>();
  /** What others had counted as it was seen last, by collector and key. */
  #seen: Map<string, number> | undefined;

  constructor(store: SharedCountStore) {
    this.#store = store;
  }

  /** @param kind What keys begin with, up to a space. */
  onOthers(kind: string, take: TakeByOthers): void {
    this.#takers.set(kind, take);
  }

  add(key: string, count: number): void {
    const before = this.#counts.get(key);
    const isNew = this.#changed.has(key);
    this.#counts.delete(key);
    this.#counts.set(key, { total: (before?.total ?? 0) + count, added: (isNew ? before!.added : 0) + count });
    this.#changed.add(key);
    if (this.#counts.size <= MAX_KEYS) return;
    const oldest = this.#counts.keys().next().value!;
    this.#counts.delete(oldest);
    this.#changed.delete(oldest);
  }

  /** Writes what is new here, and reads what is new of others. What was there before it began counts for nothing. */
  async exchange(): Promise<void> {
    const changed = [...this.#changed];
    this.#changed.clear();
    try {
      await this.#store.write(this.#id, new Map(changed.map((key) => [key, this.#counts.get(key)!])));
    } catch (error) {
      for (const key of changed) if (this.#counts.has(key)) this.#changed.add(key);
      throw error;
    }
    const others = await this.#store.others(this.#id);
    const seen = this.#seen ?? new Map<string, number>();
    for (const { collectorId, key, total, added } of others) {
      const of = `${collectorId} ${key}`;
      const before = seen.get(of);
      seen.delete(of);
      seen.set(of, total);
      if (this.#seen === undefined || before === total) continue;
      // One that has forgotten its own sum meanwhile begins anew.
      const count = before === undefined || before > total ? added : total - before;
      this.#takers.get(key.slice(0, key.indexOf(' ')))?.(key, count);
    }
    while (seen.size > MAX_KEYS) seen.delete(seen.keys().next().value!);
    this.#seen = seen;
  }

  /** Goes on until `signal`. @param report Told once of what fails until it works again. */
  async run(signal: AbortSignal, report: (error: unknown) => void): Promise<void> {
    let isFailing = false;
    while (!signal.aborted) {
      try {
        await this.exchange();
        isFailing = false;
      } catch (error) {
        if (!isFailing) report(error);
        isFailing = true;
      }
      await pause(INTERVAL_MS, signal);
    }
  }
}
