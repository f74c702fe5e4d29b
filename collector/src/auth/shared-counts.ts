import { randomUUID } from 'node:crypto';
import { pause } from '../pause.ts';
import type { SharedCount, SharedCountStore } from '../storage/tracking/shared-counts/shared-count-store.ts';

/** How far collectors may be behind each other, ms. */
const INTERVAL_MS = 1_000;
/** Beyond this an exchange is late: the database was away, or slow. */
const LATE_MS = 2 * INTERVAL_MS;
/** Of keys: those that were counted last stay. */
const MAX_KEYS = 20_000;

/** Told of what other collectors have let through of a key. @param isLate in more than two seconds */
export type TakeByOthers = (key: string, count: number, isLate: boolean) => void;

interface Taker {
  readonly take: TakeByOthers;
  readonly isRate: boolean;
}

/**
 * Tells other collectors on the same database what this one has let through, and takes from its allowances what they have,
 * a second later: no request waits for that.
 */
export class SharedCounts {
  readonly #store: SharedCountStore;
  readonly #id: string = randomUUID();
  readonly #nowMs: () => number;
  readonly #takers = new Map<string, Taker>();
  /** What this one has counted. */
  readonly #counts = new Map<string, SharedCount>();
  readonly #changed = new Set<string>();
  /** What others had counted as it was seen last, by collector and key. */
  #seen: Map<string, number> | undefined;
  #writtenMs: number;
  #seenMs: number;

  /** @param nowMs a clock that never goes back */
  constructor(store: SharedCountStore, nowMs: () => number = () => performance.now()) {
    this.#store = store;
    this.#nowMs = nowMs;
    this.#writtenMs = nowMs();
    this.#seenMs = nowMs();
  }

  /**
   * @param kind What keys begin with, up to a space.
   * @param isRate Whether so much is allowed each second: after an exchange that is late, others are told of two seconds of
   *   what was let through since the last one. All of it at once would be more than was ever allowed.
   */
  onOthers(kind: string, take: TakeByOthers, { isRate = false }: { readonly isRate?: boolean } = {}): void {
    this.#takers.set(kind, { take, isRate });
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
    const begunMs = this.#nowMs();
    const changed = [...this.#changed];
    const share = Math.min(1, LATE_MS / (begunMs - this.#writtenMs));
    const told = new Map(changed.map((key) => [key, this.#told(key, share)]));
    this.#changed.clear();
    try {
      await this.#store.write(this.#id, new Map([...told].map(([key, { count }]) => [key, count])));
    } catch (error) {
      for (const key of changed) if (this.#counts.has(key)) this.#changed.add(key);
      throw error;
    }
    this.#writtenMs = begunMs;
    for (const [key, { leftOut }] of told) {
      const count = this.#counts.get(key);
      if (count !== undefined && leftOut > 0) this.#counts.set(key, { ...count, total: count.total - leftOut });
    }
    const others = await this.#store.others(this.#id);
    const seen = this.#seen ?? new Map<string, number>();
    const isLate = begunMs - this.#seenMs > LATE_MS;
    this.#seenMs = begunMs;
    for (const { collectorId, key, total, added } of others) {
      const of = `${collectorId} ${key}`;
      const before = seen.get(of);
      seen.delete(of);
      seen.set(of, total);
      if (this.#seen === undefined || before === total) continue;
      // One that has forgotten its own sum meanwhile begins anew.
      const count = before === undefined || before > total ? added : total - before;
      this.#takerOf(key)?.take(key, count, isLate);
    }
    while (seen.size > MAX_KEYS) seen.delete(seen.keys().next().value!);
    this.#seen = seen;
  }

  #takerOf(key: string): Taker | undefined {
    return this.#takers.get(key.slice(0, key.indexOf(' ')));
  }

  /** What others are told of a key, and how much of it is left out. @param share of what is new, where it is a rate */
  #told(key: string, share: number): { readonly count: SharedCount; readonly leftOut: number } {
    const { total, added } = this.#counts.get(key)!;
    const leftOut = this.#takerOf(key)?.isRate === true ? added * (1 - share) : 0;
    return { count: { total: total - leftOut, added: added - leftOut }, leftOut };
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
