import type { Clock } from './clock.ts';

/** What a provider lets through. */
export interface RateLimit {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

/** What calls took. */
export interface Taken {
  readonly requests: number;
  readonly tokens: number;
}

/** Room that was taken: an estimate until `settle` says what it was. */
export interface Taking {
  settle(taken: Taken): void;
}

interface Entry extends Taken {
  atMs: number;
  requests: number;
  tokens: number;
}

const WINDOW_MS = 60_000;

/**
 * Lets calls through so that no minute has more of them, or of their tokens, than allowed. What a call will take is not
 * known when it begins: it counts as much as calls have taken on average, and as it was once it is over.
 */
export class RateLimiter {
  readonly #most: Taken;
  readonly #clock: Clock;
  /** The last minute's, oldest first. */
  readonly #entries: Entry[] = [];
  readonly #sum = { requests: 0, tokens: 0 };
  readonly #settled = { calls: 0, requests: 0, tokens: 0 };
  /** Those who come later wait behind those who came before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor({ requestsPerMinute, tokensPerMinute }: RateLimit, clock: Clock) {
    this.#most = {
      requests: requestsPerMinute ?? Number.POSITIVE_INFINITY,
      tokens: tokensPerMinute ?? Number.POSITIVE_INFINITY,
    };
    this.#clock = clock;
  }

  /** Resolves when there is room. @throws the signal's reason once it is aborted */
  enter(signal?: AbortSignal): Promise<Taking> {
    const entered = this.#last.then(() => this.#take(signal));
    this.#last = entered.catch(() => undefined);
    return entered;
  }

  async #take(signal: AbortSignal | undefined): Promise<Taking> {
    for (;;) {
      signal?.throwIfAborted();
      const expected = this.#expected();
      const waitMs = this.#waitMs(expected);
      if (waitMs <= 0) return this.#add(expected);
      await this.#clock.pause(waitMs, signal);
    }
  }

  #add(expected: Taken): Taking {
    const entry: Entry = { atMs: this.#clock.nowMs(), ...expected };
    this.#entries.push(entry);
    this.#count(entry, 1);
    let isOpen = true;
    return {
      settle: (taken) => {
        if (!isOpen) return;
        isOpen = false;
        const isCounted = this.#entries.includes(entry);
        if (isCounted) this.#count(entry, -1);
        Object.assign(entry, taken);
        if (isCounted) this.#count(entry, 1);
        this.#settled.calls += 1;
        this.#settled.requests += taken.requests;
        this.#settled.tokens += taken.tokens;
      },
    };
  }

  #expected(): Taken {
    const { calls, requests, tokens } = this.#settled;
    if (calls === 0) return { requests: 1, tokens: 0 };
    return { requests: Math.max(1, requests / calls), tokens: tokens / calls };
  }

  /** Until so much leaves the last minute that this fits; a call that is larger than a minute's worth goes alone. */
  #waitMs(expected: Taken): number {
    const nowMs = this.#clock.nowMs();
    while (this.#entries.length > 0 && this.#entries[0]!.atMs <= nowMs - WINDOW_MS) {
      this.#count(this.#entries.shift()!, -1);
    }
    let { requests, tokens } = this.#sum;
    let waitMs = 0;
    for (const entry of this.#entries) {
      if (requests + expected.requests <= this.#most.requests && tokens + expected.tokens <= this.#most.tokens) break;
      requests -= entry.requests;
      tokens -= entry.tokens;
      waitMs = entry.atMs + WINDOW_MS - nowMs;
    }
    return waitMs;
  }

  #count({ requests, tokens }: Entry, sign: 1 | -1): void {
    this.#sum.requests += sign * requests;
    this.#sum.tokens += sign * tokens;
  }
}
