import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { SharedCounts, TakeByOthers } from './shared-counts.ts';
import { TokenBucket } from './token-bucket.ts';
import { TooManyRequests } from './too-many-requests.ts';

/** What a key may send each second; undefined: as much as it likes. */
export interface KeyRates {
  readonly requestsPerSecond: number | undefined;
  readonly bytesPerSecond: number | undefined;
}

/** A request that was let in, to be told once it is answered. */
export interface Metered {
  /** Headers that say what is left. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** Counts what was not known before: a body may come without its length. */
  readonly answered: () => void;
}

const MAX_KEYS = 10_000;

interface Allowances {
  /** Changed rates begin anew. */
  readonly rates: KeyRates;
  readonly requests: TokenBucket | undefined;
  readonly bytes: TokenBucket | undefined;
}

/**
 * Keeps what each key sends within its limits; what other collectors have let through is taken a second later. What is not
 * used within a second is gone.
 */
export class KeyMeter {
  readonly #nowMs: () => number;
  readonly #keys = new Map<string, Allowances>();

  readonly #shared: SharedCounts | undefined;

  constructor(nowMs: () => number, shared?: SharedCounts) {
    this.#nowMs = nowMs;
    this.#shared = shared;
    for (const kind of ['requests', 'bytes'] as const) {
      const take: TakeByOthers = (key, count, isLate) => {
        const bucket = this.#keys.get(key.slice(kind.length + 1))?.[kind];
        // What was let through long ago would have come back by now: it takes no more than what is left.
        bucket?.take(isLate ? Math.min(count, Math.max(0, bucket.left(this.#nowMs()))) : count);
      };
      shared?.onOthers(kind, take, { isRate: true });
    }
  }

  /**
   * Counts a request before its body is read. A body that is larger than what is left is let in, and the next one waits
   * for it: nothing that one request may bring is ever refused for good.
   *
   * @throws TooManyRequests
   */
  begin(keyId: string, rates: KeyRates, c: Context<AppEnv>): Metered | undefined {
    const { requestsPerSecond, bytesPerSecond } = rates;
    if (requestsPerSecond === undefined && bytesPerSecond === undefined) return undefined;
    const { requests, bytes } = this.#allowances(keyId, rates);
    const nowMs = this.#nowMs();
    const headers = (): Record<string, string> => limitHeaders(rates, { requests, bytes }, this.#nowMs());
    const waitS = Math.max(requests?.waitS(nowMs) ?? 0, bytes?.waitS(nowMs) ?? 0);
    if (waitS > 0) throw new TooManyRequests('this key sends more than it may', waitS, headers());
    const take = (kind: 'requests' | 'bytes', count: number): void => {
      const bucket = kind === 'requests' ? requests : bytes;
      bucket?.take(count);
      if (bucket !== undefined) this.#shared?.add(`${kind} ${keyId}`, count);
    };
    take('requests', 1);
    const socket = c.env?.incoming?.socket;
    const readBefore = socket?.bytesRead ?? 0;
    const length = Number(c.req.header('content-length') ?? Number.NaN);
    if (!Number.isNaN(length)) take('bytes', length);
    return {
      headers,
      answered: () => {
        if (Number.isNaN(length) && socket !== undefined) take('bytes', socket.bytesRead - readBefore);
      },
    };
  }

  #allowances(keyId: string, rates: KeyRates): Allowances {
    const known = this.#keys.get(keyId);
    if (known !== undefined && isSame(known.rates, rates)) return known;
    const nowMs = this.#nowMs();
    const bucket = (rate: number | undefined) =>
      // Less than one a second is saved up to one.
      rate === undefined ? undefined : new TokenBucket(Math.max(1, rate), rate, nowMs);
    const made = { rates, requests: bucket(rates.requestsPerSecond), bytes: bucket(rates.bytesPerSecond) };
    this.#keys.delete(keyId);
    this.#keys.set(keyId, made);
    if (this.#keys.size > MAX_KEYS) this.#keys.delete(this.#keys.keys().next().value!);
    return made;
  }
}

function isSame(a: KeyRates, b: KeyRates): boolean {
  return a.requestsPerSecond === b.requestsPerSecond && a.bytesPerSecond === b.bytesPerSecond;
}

/** As draft-ietf-httpapi-ratelimit-headers has them: the quota of each second, and what is left with when it is full. */
function limitHeaders(
  { requestsPerSecond, bytesPerSecond }: KeyRates,
  { requests, bytes }: Pick<Allowances, 'requests' | 'bytes'>,
  nowMs: number,
): Record<string, string> {
  const policies: string[] = [];
  const left: string[] = [];
  const add = (name: string, rate: number | undefined, bucket: TokenBucket | undefined, unit: string): void => {
    if (rate === undefined || bucket === undefined) return;
    const windowS = Math.max(1, Math.ceil(1 / rate));
    policies.push(`"${name}";q=${Math.floor(rate * windowS)};w=${windowS}${unit}`);
    const remaining = Math.max(0, Math.floor(bucket.left(nowMs)));
    left.push(`"${name}";r=${remaining};t=${Math.ceil(bucket.waitS(nowMs, Number.POSITIVE_INFINITY))}`);
  };
  add('requests', requestsPerSecond, requests, '');
  add('bytes', bytesPerSecond, bytes, ';qu="content-bytes"');
  return { 'RateLimit-Policy': policies.join(', '), RateLimit: left.join(', ') };
}
