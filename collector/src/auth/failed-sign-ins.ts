import { userNameKey } from '../storage/tracking/auth/user-name-key.ts';
import type { Asker } from './fair-turns.ts';
import { networkOf } from './network-of.ts';
import { digestOf } from './secrets.ts';
import type { SharedCounts } from './shared-counts.ts';
import { TokenBucket } from './token-bucket.ts';
import { TooManyRequests } from './too-many-requests.ts';

/** Tries at once, and how many more each second brings. */
interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/** Of one user from one address: who has mistyped a few times waits half a minute for each further try. */
const PAIR: Allowance = { burst: 5, perSecond: 1 / 30 };
/** From one address, or network of IPv6, whoever it claims to be; several people may be behind it. */
const ADDRESS: Allowance = { burst: 30, perSecond: 1 / 5 };
/** Of one user from anywhere but where they were seen before: who tries from many addresses must not lock them out. */
const USER: Allowance = { burst: 30, perSecond: 1 / 30 };

const ALLOWANCES = { pair: PAIR, address: ADDRESS, user: USER } as const;

const MAX_ENTRIES = 20_000;

/** Makes guessing of passwords slow. Every try takes from its allowances before the password is looked at. */
export class FailedSignIns {
  readonly #buckets = new Map<string, TokenBucket>();
  /** Users with an address from which they have signed in. */
  readonly #known = new Set<string>();
  readonly #nowMs: () => number;
  readonly #shared: SharedCounts | undefined;

  /** @param shared What fails at one collector counts at all. */
  constructor(nowMs: () => number, shared?: SharedCounts) {
    this.#nowMs = nowMs;
    this.#shared = shared;
    for (const [kind, allowance] of Object.entries(ALLOWANCES)) {
      shared?.onOthers(kind, (key, count) => {
        const bucket = this.#bucket(key, allowance);
        bucket.take(count);
        this.#remember(key, bucket);
      });
    }
  }

  /** @throws TooManyRequests where there were too many failures. */
  begin(name: string, address: string | undefined): Attempt {
    const user = userNameKey(name);
    const network = address === undefined ? undefined : networkOf(address);
    const pair = JSON.stringify([user, network]);
    const kinds: [keyof typeof ALLOWANCES, string][] = [['pair', pair]];
    if (network !== undefined) kinds.push(['address', network]);
    if (!this.#known.has(pair)) kinds.push(['user', user]);
    const nowMs = this.#nowMs();
    const buckets = kinds.map(([kind, of]): [string, TokenBucket] => {
      // Other collectors are told of it where it fails, but no database of who and from where.
      const key = `${kind} ${digestOf(of)}`;
      return [key, this.#bucket(key, ALLOWANCES[kind])];
    });
    const waitS = Math.max(...buckets.map(([, bucket]) => bucket.waitS(nowMs)));
    // What is refused is not remembered: it costs its sender nothing, and would push out what is.
    if (waitS > 0) throw new TooManyRequests('too many failed attempts to sign in', waitS);
    for (const [key, bucket] of buckets) {
      bucket.take(1);
      this.#remember(key, bucket);
    }
    const abandoned = (): void => {
      for (const [, bucket] of buckets) bucket.take(-1);
    };
    return {
      asker: { origin: network ?? '', name: user, isKnown: this.#known.has(pair) },
      abandoned,
      failed: () => {
        for (const [key] of buckets) this.#shared?.add(key, 1);
      },
      succeeded: () => {
        abandoned();
        this.#buckets.delete(buckets[0]![0]);
        remember(this.#known, pair);
      },
    };
  }

  #bucket(key: string, { burst, perSecond }: Allowance): TokenBucket {
    return this.#buckets.get(key) ?? new TokenBucket(burst, perSecond, this.#nowMs());
  }

  /** Those that were taken from last stay. */
  #remember(key: string, bucket: TokenBucket): void {
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > MAX_ENTRIES) this.#buckets.delete(this.#buckets.keys().next().value!);
  }
}

/** A try to sign in, which counts as failed until it is told otherwise. */
export interface Attempt {
  /** Whose turn it is to be looked at. */
  readonly asker: Asker;
  succeeded(): void;
  /** It was wrong: other collectors are told. */
  failed(): void;
  /** It was not looked at whether it is right. */
  abandoned(): void;
}

function remember(known: Set<string>, pair: string): void {
  known.delete(pair);
  known.add(pair);
  if (known.size > MAX_ENTRIES) known.delete(known.keys().next().value!);
}
