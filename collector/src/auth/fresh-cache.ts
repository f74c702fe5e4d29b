import { ApiError } from '../errors.ts';

interface Entry<Value> {
  readonly value: Value;
  /** On the clock of the cache. */
  readonly readMs: number;
}

export interface FreshCacheOptions {
  /** How long what was read is taken to be so. */
  readonly ttlMs: number;
  /** How much longer it is while what it is read from cannot be asked. Default 0. */
  readonly graceMs?: number;
  readonly maxEntries: number;
  readonly nowMs: () => number;
}

/** How long the store of users and keys may be away until what was known of them holds no more, ms. */
export const GRACE_MS = 60_000;
/** Without an answer for so long it is away; whoever needs none is let go on. */
const PATIENCE_MS = 1_000;
/** How long it is not asked again then. */
const PAUSE_MS = 1_000;

/**
 * Remembers what is read again and again for a few seconds: as long as it may take until what changes elsewhere holds
 * here, too. What was not found is not remembered. The oldest entries go first.
 */
export class FreshCache<Value> {
  readonly #load: (key: string) => Promise<Value | undefined>;
  readonly #options: FreshCacheOptions;
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #loading = new Map<string, Promise<Value | undefined>>();
  #awaySinceMs = Number.NEGATIVE_INFINITY;

  constructor(load: (key: string) => Promise<Value | undefined>, options: FreshCacheOptions) {
    this.#load = load;
    this.#options = options;
  }

  /** Those who ask for the same at once wait for one answer. @throws what loading throws, unless there is grace */
  async get(key: string): Promise<Value | undefined> {
    const known = this.known(key);
    if (known !== undefined) return known;
    const { ttlMs, graceMs = 0 } = this.#options;
    const kept = graceMs === 0 ? undefined : this.#read(key, ttlMs + graceMs);
    if (kept !== undefined && this.#isWithin(this.#awaySinceMs, PAUSE_MS)) return kept;
    const loading = this.#loading.get(key) ?? this.#begin(key);
    return kept === undefined ? loading : this.#answerOr(kept, key, loading);
  }

  /** What is remembered and fresh. */
  known(key: string): Value | undefined {
    return this.#read(key, this.#options.ttlMs);
  }

  /** For what was changed here: it holds at once. */
  forget(key: string): void {
    this.#entries.delete(key);
    // What is being read may be older than the change.
    this.#loading.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#loading.clear();
  }

  #read(key: string, maxAgeMs: number): Value | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && this.#isWithin(entry.readMs, maxAgeMs) ? entry.value : undefined;
  }

  /** A clock that has gone back says nothing of how long ago something was. */
  #isWithin(sinceMs: number, ageMs: number): boolean {
    const age = this.#options.nowMs() - sinceMs;
    return age >= 0 && age < ageMs;
  }

  /** What comes of loading, or what was known where nothing does. */
  async #answerOr(kept: Value, key: string, loading: Promise<Value | undefined>): Promise<Value | undefined> {
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(late.resolve, PATIENCE_MS, 'late');
    try {
      const first = await Promise.race([loading.then((value) => ({ value })), late.promise]);
      if (first !== 'late') return first.value;
      loading.catch(() => {});
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'TEMPORARILY_UNAVAILABLE') throw error;
    } finally {
      clearTimeout(timer);
    }
    this.#awaySinceMs = this.#options.nowMs();
    // What was changed here meanwhile holds.
    return this.#entries.has(key) ? kept : loading;
  }

  async #begin(key: string): Promise<Value | undefined> {
    const { maxEntries, nowMs } = this.#options;
    const readMs = nowMs();
    const loading = this.#load(key);
    this.#loading.set(key, loading);
    try {
      const value = await loading;
      if (this.#loading.get(key) !== loading) return value;
      this.#entries.delete(key);
      if (value !== undefined) this.#entries.set(key, { value, readMs });
      if (this.#entries.size > maxEntries) this.#entries.delete(this.#entries.keys().next().value!);
      return value;
    } finally {
      if (this.#loading.get(key) === loading) this.#loading.delete(key);
    }
  }
}
