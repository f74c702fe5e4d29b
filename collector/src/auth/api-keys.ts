import { timingSafeEqual } from 'node:crypto';
import type { ApiKey, ApiKeyStore, NewApiKey } from '../storage/tracking/auth/api-key-store.ts';
import { FRESH_MS } from './accounts.ts';
import type { BackgroundWrites } from './background-writes.ts';
import { FreshCache, GRACE_MS } from './fresh-cache.ts';
import { apiKeyId, apiKeyText, digestOf, newPublicId, newSecret } from './secrets.ts';

/** Used again within this time, a key is not noted anew, ms. */
const NOTE_MS = 60_000;
const MAX_ENTRIES = 10_000;

/** Keys of programs. The key itself is nowhere kept, only its digest. */
export class ApiKeys {
  readonly #store: ApiKeyStore;
  readonly #writes: BackgroundWrites;
  readonly #nowMs: () => number;
  readonly #cache: FreshCache<ApiKey>;
  /** When each was noted as used last. */
  readonly #noted = new Map<string, number>();

  constructor(store: ApiKeyStore, writes: BackgroundWrites, nowMs: () => number) {
    this.#store = store;
    this.#writes = writes;
    this.#nowMs = nowMs;
    // Who sends spans goes on doing so while the store is away; what is kept in it cannot be asked or changed then.
    const options = { ttlMs: FRESH_MS, graceMs: GRACE_MS, maxEntries: MAX_ENTRIES, nowMs };
    this.#cache = new FreshCache((id) => store.get(id), options);
  }

  /** Makes a key. @returns what is kept of it, and the key itself */
  async create(given: Omit<NewApiKey, 'id' | 'digest'>): Promise<{ readonly kept: ApiKey; readonly key: string }> {
    const id = newPublicId();
    const key = apiKeyText(id, newSecret());
    return { kept: await this.#store.create({ ...given, id, digest: digestOf(key) }), key };
  }

  /** What a key is worth now; undefined: nothing. */
  async find(key: string): Promise<ApiKey | undefined> {
    const id = apiKeyId(key);
    if (id === undefined) return undefined;
    const kept = this.#cache.known(id) ?? (await this.#cache.get(id));
    if (kept === undefined || !isSame(digestOf(key), kept.digest)) return undefined;
    const nowMs = this.#nowMs();
    if (kept.revokedMs !== undefined || (kept.expiresMs !== undefined && nowMs >= kept.expiresMs)) return undefined;
    const usedMs = Math.max(kept.lastUsedMs ?? 0, this.#noted.get(id) ?? 0);
    if (nowMs - usedMs >= NOTE_MS) this.#note(id, nowMs);
    return kept;
  }

  list(workspaceId: string): Promise<readonly ApiKey[]> {
    return this.#store.list(workspaceId);
  }

  /** Tells whether the workspace has such a key. */
  async revoke(workspaceId: string, id: string): Promise<boolean> {
    const wasThere = await this.#store.revoke(workspaceId, id);
    this.#cache.forget(id);
    return wasThere;
  }

  #note(id: string, nowMs: number): void {
    if (this.#noted.size >= MAX_ENTRIES) this.#noted.clear();
    this.#noted.set(id, nowMs);
    this.#writes.start(() => this.#store.noteUsed(new Map([[id, nowMs]])));
  }
}

function isSame(digest: string, kept: string): boolean {
  return digest.length === kept.length && timingSafeEqual(Buffer.from(digest), Buffer.from(kept));
}
