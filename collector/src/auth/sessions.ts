import type { Session, SessionStore } from '../storage/tracking/auth/session-store.ts';
import { FRESH_MS } from './accounts.ts';
import type { BackgroundWrites } from './background-writes.ts';
import type { Client } from './client.ts';
import { FreshCache } from './fresh-cache.ts';
import { digestOf, newPublicId, newSecret } from './secrets.ts';

/** Seen again within this time, a session is not noted anew, ms. */
const NOTE_MS = 60_000;
const MAX_ENTRIES = 10_000;
const MAX_USER_AGENT = 256;

export interface SessionLife {
  /** A session that is not used for so long ends, ms. */
  readonly idleMs: number;
  /** However much it is used, it ends so long after signing in, ms. */
  readonly maxMs: number;
}

/** Browsers that are signed in. What their cookie says is nowhere kept, only its digest. */
export class Sessions {
  readonly life: SessionLife;
  readonly #store: SessionStore;
  readonly #writes: BackgroundWrites;
  readonly #nowMs: () => number;
  readonly #cache: FreshCache<Session>;
  /** When each was noted as seen last. */
  readonly #noted = new Map<string, number>();

  constructor(store: SessionStore, life: SessionLife, writes: BackgroundWrites, nowMs: () => number) {
    this.life = life;
    this.#store = store;
    this.#writes = writes;
    this.#nowMs = nowMs;
    this.#cache = new FreshCache((digest) => store.get(digest), { ttlMs: FRESH_MS, maxEntries: MAX_ENTRIES, nowMs });
  }

  /** Opens one. @returns what its cookie says */
  async open(
    userId: string,
    via: Session['via'],
    from: { readonly client: Client; readonly userAgent: string | undefined },
  ): Promise<string> {
    const secret = newSecret();
    const nowMs = this.#nowMs();
    await this.#store.removeOld(nowMs, nowMs - this.life.idleMs);
    await this.#store.create({
      digest: digestOf(secret),
      id: newPublicId(),
      userId,
      createdMs: nowMs,
      lastSeenMs: nowMs,
      expiresMs: nowMs + this.life.maxMs,
      via,
      address: from.client.address,
      userAgent: from.userAgent?.slice(0, MAX_USER_AGENT),
    });
    return secret;
  }

  /** @param secret what a cookie says */
  async find(secret: string): Promise<Session | undefined> {
    const digest = digestOf(secret);
    const session = this.#cache.known(digest) ?? (await this.#cache.get(digest));
    if (session === undefined) return undefined;
    const nowMs = this.#nowMs();
    const seenMs = Math.max(session.lastSeenMs, this.#noted.get(digest) ?? 0);
    if (nowMs >= session.expiresMs || nowMs >= seenMs + this.life.idleMs) return undefined;
    if (nowMs - seenMs >= NOTE_MS) this.#note(digest, nowMs);
    return session;
  }

  /** Those of a user that still hold, the one that was seen last first. */
  async list(userId: string): Promise<readonly Session[]> {
    const nowMs = this.#nowMs();
    return (await this.#store.list(userId)).filter(
      ({ expiresMs, lastSeenMs }) => nowMs < expiresMs && nowMs < lastSeenMs + this.life.idleMs,
    );
  }

  /** Tells whether the user had one of that id. */
  async end(userId: string, id: string): Promise<boolean> {
    const wasThere = await this.#store.end(userId, id);
    this.#cache.clear();
    return wasThere;
  }

  /** @param exceptId one that stays */
  async endAll(userId: string, exceptId?: string): Promise<void> {
    await this.#store.endAll(userId, exceptId);
    this.#cache.clear();
  }

  #note(digest: string, nowMs: number): void {
    if (this.#noted.size >= MAX_ENTRIES) this.#noted.clear();
    this.#noted.set(digest, nowMs);
    this.#writes.start(() => this.#store.noteSeen(digest, nowMs));
  }
}
