import { type Clock, SYSTEM_CLOCK } from './clock.ts';
import { isRetryable, retryAfterMs } from './error-facts.ts';
import { type RateLimit, RateLimiter, type Taken, type Taking } from './rate-limiter.ts';

/** Limits by name: `task` for whole runs of the task, `judges` for all judges' calls, else the name of a provider. */
export type RateLimits = Readonly<Record<string, RateLimit>>;

export interface CallGateOptions {
  readonly rateLimits?: RateLimits | undefined;
  /** How often a call is made again that failed for a reason that may pass. Default 2. */
  readonly retries?: number | undefined;
  readonly clock?: Clock;
}

/** What calls beside the task have used: of judges, of embeddings. */
export interface CallUsage {
  readonly tokens: number;
  /** USD; null: unpriced. */
  readonly costUsd: number | null;
}

export interface GatedCall<T> {
  /** Names of the limits that it counts under; those without a limit cost nothing. */
  readonly limits: readonly string[];
  /** @param attempt from 1 */
  work(attempt: number): Promise<T>;
  /** What it has used, so that limits of tokens hold and the evaluation can say what its judges cost. */
  usageOf?(result: T): CallUsage;
  readonly signal?: AbortSignal | undefined;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A server that asks for more than this is not waited for as long as it says. */
const LONGEST_ASKED_MS = 120_000;

/** Through which calls of models go: within rate limits, and again where it may help. */
export class CallGate {
  readonly #limiters: ReadonlyMap<string, RateLimiter>;
  readonly #retries: number;
  readonly #clock: Clock;
  #calls = 0;
  #tokens = 0;
  #costUsd = 0;
  #unpriced = 0;

  constructor({ rateLimits = {}, retries = 2, clock = SYSTEM_CLOCK }: CallGateOptions = {}) {
    this.#clock = clock;
    this.#retries = retries;
    this.#limiters = new Map(Object.entries(rateLimits).map(([name, limit]) => [name, new RateLimiter(limit, clock)]));
  }

  /** What all calls with a `usageOf` have used so far. */
  get usage(): {
    readonly calls: number;
    readonly tokens: number;
    readonly costUsd: number;
    readonly unpriced: number;
  } {
    return { calls: this.#calls, tokens: this.#tokens, costUsd: this.#costUsd, unpriced: this.#unpriced };
  }

  /** @throws what the call throws at last, or the signal's reason */
  async run<T>(call: GatedCall<T>): Promise<T> {
    const { limits, usageOf, signal } = call;
    return this.retrying(async (attempt) => {
      const takings = await this.enter(limits, signal);
      let tokens = 0;
      try {
        const result = await call.work(attempt);
        const usage = usageOf?.(result);
        if (usage !== undefined) this.#note(usage);
        tokens = usage?.tokens ?? 0;
        return result;
      } finally {
        for (const [, taking] of takings) taking.settle({ requests: 1, tokens });
      }
    }, signal);
  }

  /** Waits for room under each of these limits. @throws the signal's reason once it is aborted */
  async enter(limits: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, Taking>> {
    const takings = new Map<string, Taking>();
    try {
      for (const name of limits) {
        const limiter = this.#limiters.get(name);
        if (limiter !== undefined) takings.set(name, await limiter.enter(signal));
      }
    } catch (error) {
      for (const taking of takings.values()) taking.settle(NOTHING);
      throw error;
    }
    return takings;
  }

  /** Names of all limits. */
  get limits(): readonly string[] {
    return [...this.#limiters.keys()];
  }

  /** Does work again where it failed for a reason that may pass, after as long as the server asks for or else longer each time. */
  async retrying<T>(work: (attempt: number) => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work(attempt);
      } catch (error) {
        signal?.throwIfAborted();
        if (attempt > this.#retries || !isRetryable(error)) throw error;
        await this.#clock.pause(waitMs(attempt, retryAfterMs(error, Date.now())), signal);
      }
    }
  }

  #note({ tokens, costUsd }: CallUsage): void {
    this.#calls += 1;
    this.#tokens += tokens;
    if (costUsd === null) this.#unpriced += 1;
    else this.#costUsd += costUsd;
  }
}

const NOTHING: Taken = { requests: 0, tokens: 0 };

function waitMs(failures: number, askedMs: number | undefined): number {
  if (askedMs !== undefined) return Math.min(askedMs, LONGEST_ASKED_MS);
  // Not at the same moment as everybody else.
  return Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS) * (0.5 + Math.random() / 2);
}
