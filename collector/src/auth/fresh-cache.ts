interface Entry<Value> {
  readonly value: Value;
  /** On the clock of the cache. */
  readonly staleMs: number;
}

/**
 * Remembers what is read again and again for a few seconds: as long as it may take until what changes elsewhere holds
 * here, too. What was not found is not remembered. The oldest entries go first.
 */
export class FreshCache<Value> {
  readonly #load: (key: string) => Promise<Value | undefined>;
  readonly #options: { readonly ttlMs: number; readonly maxEntries: number; readonly nowMs: () => number };
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #loading = new Map<string, Promise<Value | undefined>>();

  constructor(
    load: (key: string) => Promise<Value | undefined>,
    options: { readonly ttlMs: number; readonly maxEntries: number; readonly nowMs: () => number },
  ) {
    this.#load = load;
    this.#options = options;
  }

  /** Those who ask for the same at once wait for one answer. */
  async get(key: string): Promise<Value | undefined> {
    return this.known(key) ?? this.#loading.get(key) ?? this.#read(key);
  }

  /** What is remembered and fresh. */
  known(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.staleMs > this.#options.nowMs() ? entry.value : undefined;
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

  async #read(key: string): Promise<Value | undefined> {
    const { ttlMs, maxEntries, nowMs } = this.#options;
    const staleMs = nowMs() + ttlMs;
    const loading = this.#load(key);
    this.#loading.set(key, loading);
    try {
      const value = await loading;
      if (this.#loading.get(key) !== loading) return value;
      this.#entries.delete(key);
      if (value !== undefined) this.#entries.set(key, { value, staleMs });
      if (this.#entries.size > maxEntries) this.#entries.delete(this.#entries.keys().next().value!);
      return value;
    } finally {
      if (this.#loading.get(key) === loading) this.#loading.delete(key);
    }
  }
}
