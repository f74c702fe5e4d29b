import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { ApiError } from '../../../errors.ts';
import type { BegunRequest, KeptWrite, RequestPlace } from './request-answer-store.ts';

const storage = new AsyncLocalStorage<RepeatedRequest | undefined>();

/** What one write gave, and all that was noted so far, is kept up to that size. */
const MAX_GIVEN_BYTES = 48 * 1_024;

interface Given {
  readonly value: unknown;
  readonly notes: readonly unknown[];
}

/**
 * A request that may be sent again, while it is worked on. What each of its writes gives is kept with it, in the same
 * transaction: where an attempt has ended without an answer, the next one goes through the same steps, is given what was
 * written before, and comes to the same answer.
 */
export class RepeatedRequest {
  readonly place: RequestPlace;
  readonly attempt: string;
  readonly #before: BegunRequest;
  readonly #given: ReadonlyMap<number, Given | undefined>;
  readonly #notesBefore: readonly unknown[];
  readonly #digest: () => string | undefined;
  readonly #notes: unknown[] = [];
  #writes = 0;
  #isRefused = false;
  #isDone = false;

  /** @param digest of the request's body, once it is read */
  constructor(place: RequestPlace, begun: BegunRequest, digest: () => string | undefined) {
    this.place = place;
    this.attempt = begun.attempt;
    this.#before = begun;
    this.#digest = digest;
    this.#given = new Map(begun.writes.map(({ place: at, given }) => [at, given && (deserialize(given) as Given)]));
    const notes = [...this.#given.values()].map((given) => given?.notes ?? []);
    this.#notesBefore = notes.reduce((most, some) => (some.length > most.length ? some : most), []);
  }

  get digest(): string | undefined {
    return this.#digest();
  }

  /** Whether it is answered: what goes on behind that is no part of it. */
  get isDone(): boolean {
    return this.#isDone;
  }

  end(): void {
    this.#isDone = true;
  }

  /** Whether an earlier attempt has written something. */
  get isRepeated(): boolean {
    return this.#before.writes.length > 0;
  }

  /** Whether something was, or may have been, written by this attempt. */
  get hasWritten(): boolean {
    return this.#writes > 0;
  }

  /** Whether it was told that it cannot be answered by what was written before. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** Whether an earlier attempt has written what this one did not come to. */
  get hasDiverged(): boolean {
    return this.#before.writes.some(({ place }) => place >= this.#writes);
  }

  note<T>(make: () => T): T {
    const value = this.#notes.length < this.#notesBefore.length ? this.#notesBefore[this.#notes.length] : make();
    this.#notes.push(value);
    return value as T;
  }

  /** The next write. @returns its place, and what it gave an earlier attempt. @throws ApiError where that is not known */
  next(work: string): { readonly place: number; readonly given: { readonly value: unknown } | undefined } {
    const place = this.#writes++;
    const before = this.#before.writes.find((write) => write.place === place);
    if (before === undefined) return { place, given: undefined };
    const given = this.#given.get(place);
    const isKept = before.work === work && given !== undefined;
    if (isKept && this.#before.digest === this.#digest()) return { place, given };
    this.#isRefused = true;
    throw isKept ? otherBody() : notKept();
  }

  /** What is kept of a write; undefined where its value is too large, or would not be the same afterwards. */
  kept(value: unknown): Uint8Array | undefined {
    try {
      const given: Given = { value, notes: this.#notes };
      const bytes = serialize(given);
      return bytes.byteLength <= MAX_GIVEN_BYTES && isDeepStrictEqual(deserialize(bytes), given) ? bytes : undefined;
    } catch {
      // Such as functions.
      return undefined;
    }
  }
}

/** The request that is worked on, where it may be sent again. */
export function repeatedRequest(): RepeatedRequest | undefined {
  const request = storage.getStore();
  return request?.isDone === true ? undefined : request;
}

/** Runs what works on a request, or what is no part of any. */
export function inRequest<T>(request: RepeatedRequest | undefined, work: () => T): T {
  return storage.run(request, work);
}

/** A value that is another one each time, such as an id: a request that is worked on again has the same. */
export function noted<T>(make: () => T): T {
  return repeatedRequest()?.note(make) ?? make();
}

/** Tells one piece of work from others of the same version. */
export function workOf(run: KeptWork): KeptWrite['work'] {
  return createHash('sha256').update(String(run)).digest('base64').slice(0, 16);
}
// biome-ignore lint/suspicious/noExplicitAny: whichever function it is, only its text is read.
type KeptWork = (...given: any[]) => unknown;

/** Of a request that was done before, at least in part. */
export function notKept(): ApiError {
  return new ApiError('RESOURCE_CONFLICT', 'this was done before; its answer is not kept');
}

/** Of a key that another body was sent with. */
export function otherBody(): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', 'this idempotency-key is that of a request with another body');
}
