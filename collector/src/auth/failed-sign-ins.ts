import { TokenBucket } from './token-bucket.ts';
import { TooManyRequests } from './too-many-requests.ts';

/** Tries at once, and how many more each second brings. */
interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/** Of one user from one address: who has mistyped a few times waits half a minute for each further try. */
const PAIR: Allowance = { burst: 5, perSecond: 1 / 30 };
/** From one address, whoever it claims to be; several people may be behind it. */
const ADDRESS: Allowance = { burst: 30, perSecond: 1 / 5 };
/** Of one user from anywhere but where they were seen before: who tries from many addresses must not lock them out. */
const USER: Allowance = { burst: 30, perSecond: 1 / 30 };

const MAX_ENTRIES = 20_000;

/** Makes guessing of passwords slow. Every try takes from its allowances before the password is looked at. */
export class FailedSignIns {
  readonly #buckets = new Map<string, TokenBucket>();
  /** Users with an address from which they have signed in. */
  readonly #known = new Set<string>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** @throws TooManyRequests where there were too many failures. */
  begin(name: string, address: string | undefined): Attempt {
    const user = name.toLowerCase();
    const pair = JSON.stringify([user, address]);
    const asked: [string, Allowance][] = [[`pair ${pair}`, PAIR]];
    if (address !== undefined) asked.push([`address ${address}`, ADDRESS]);
    if (!this.#known.has(pair)) asked.push([`user ${user}`, USER]);
    const nowMs = this.#nowMs();
    const buckets = asked.map(([key, allowance]) => this.#bucket(key, allowance, nowMs));
    const waitS = Math.max(...buckets.map((bucket) => bucket.waitS(nowMs)));
    if (waitS > 0) throw new TooManyRequests('too many failed attempts to sign in', waitS);
    for (const bucket of buckets) bucket.take(1);
    return {
      succeeded: () => {
        for (const bucket of buckets) bucket.take(-1);
        this.#buckets.delete(`pair ${pair}`);
        remember(this.#known, pair);
      },
    };
  }

  #bucket(key: string, { burst, perSecond }: Allowance, nowMs: number): TokenBucket {
    const known = this.#buckets.get(key);
    const bucket = known ?? new TokenBucket(burst, perSecond, nowMs);
    // Those that were asked for last stay.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > MAX_ENTRIES) this.#buckets.delete(this.#buckets.keys().next().value!);
    return bucket;
  }
}

/** A try to sign in, which counts as failed until it is told otherwise. */
export interface Attempt {
  succeeded(): void;
}

function remember(known: Set<string>, pair: string): void {
  known.delete(pair);
  known.add(pair);
  if (known.size > MAX_ENTRIES) known.delete(known.keys().next().value!);
}
