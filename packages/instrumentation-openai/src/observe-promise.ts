import { types } from 'node:util';
import { patch, quietly, report } from '@tracewright/instrumentation-core';
import { withoutUsage } from './include-usage/raw-stream.ts';
import { giveLease, type Lease, leaseOf } from './lease.ts';
import { observeStream } from './observe-stream.ts';
import { isSdkPromise, isSdkStream, type SdkPromise } from './sdk-shapes.ts';

type Observed = 'parse' | 'asResponse' | '_thenUnwrap';

/**
 * Watches the `APIPromise`s of one copy of the SDK through the methods of their class, which are patched once, when the
 * first of them comes by; a promise without a lease passes through them untouched. Nothing is chained to a promise
 * before the app asks for its value: its body can be read once only, and a handler of ours would hide an unhandled
 * rejection.
 */
export class PromiseObserver {
  readonly #owners: Readonly<Record<Observed, Set<object>>> = {
    parse: new Set(),
    asResponse: new Set(),
    _thenUnwrap: new Set(),
  };
  readonly #undo: (() => void)[] = [];
  #holders = 0;
  /** Nearly all promises are of one class. */
  #lastPrototype: unknown;

  /** Follows a call to the value of the promise that the SDK returned for it. */
  observe(value: unknown, lease: Lease): void {
    try {
      // A subclass or a test double may return anything; the call then ends with its request, or with the value.
      // Lists of openai 7 are read by another promise behind this one: their call ends with its request, too.
      if (!isSdkPromise(value) || Object.hasOwn(value, 'then')) {
        lease.call.abandon();
        return;
      }
      const prototype: object = Object.getPrototypeOf(value);
      if (prototype !== this.#lastPrototype) this.#patchClass(prototype);
      giveLease(value, lease);
      lease.call.leasedTo(lease);
      // What the app did not ask for is hidden even when the classes have been restored.
      if (isSomebodysOwn(value) || lease.call.asksForUsage) this.#patchInstance(value, lease);
      // Since openai 7 every promise has its own, as anonymous as ours.
      else if (asksAgain(value)) value._thenUnwrap = this.#thenUnwrap(value._thenUnwrap);
    } catch (error) {
      report('warn', 'tracewright: observing a promise failed; the call itself is untouched', error);
    }
  }

  /** Keeps the classes patched until {@link release} was called as often. */
  hold(): void {
    this.#holders += 1;
  }

  /** Restores the classes once nobody holds them any more. */
  release(): void {
    this.#holders -= 1;
    if (this.#holders > 0) return;
    for (const back of this.#undo.splice(0).reverse()) back();
    for (const owners of Object.values(this.#owners)) owners.clear();
    this.#lastPrototype = undefined;
  }

  #patchClass(prototype: object): void {
    this.#patchMethod(prototype, 'parse', (original) => observedParse(original));
    this.#patchMethod(prototype, 'asResponse', (original) => observedAsResponse(original));
    this.#patchMethod(prototype, '_thenUnwrap', (original) => this.#thenUnwrap(original));
    this.#lastPrototype = prototype;
  }

  /** What it has itself may never get to its class, or get there as another object, which has no lease. */
  #patchInstance(promise: SdkPromise, lease: Lease): void {
    patch(promise, 'parse', (original) => observedParse(original, lease));
    patch(promise, 'asResponse', (original) => observedAsResponse(original, lease));
    patch(promise, '_thenUnwrap', (original) => this.#thenUnwrap(original, lease));
  }

  /** A derived class has its methods from a base, where they are patched for all of them. */
  #patchMethod<Name extends Observed>(
    prototype: object,
    name: Name,
    wrap: (original: SdkPromise[Name]) => SdkPromise[Name],
  ): void {
    let owner: object | null = prototype;
    while (owner !== null && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object | null;
    if (owner === null || this.#owners[name].has(owner)) return;
    this.#undo.push(patch(owner as SdkPromise, name, wrap));
    this.#owners[name].add(owner);
  }

  /** `parse()` of the resources and the like derive their promise here, past the original's own `parse`. */
  #thenUnwrap(original: SdkPromise['_thenUnwrap'], given?: Lease): SdkPromise['_thenUnwrap'] {
    const observer = this;
    return function (this: SdkPromise, transform) {
      const lease = given ?? leaseOf(this);
      if (lease === undefined) return original.call(this, transform);
      const derived = original.call(this, (value, props) => {
        observeValue(value, lease);
        return transform(value, props);
      });
      observer.observe(derived, lease);
      return derived;
    };
  }
}

/** Called whenever the app wants the parsed body; the SDK remembers what came of it the first time. */
function observedParse(original: SdkPromise['parse'], given?: Lease): SdkPromise['parse'] {
  return function (this: SdkPromise) {
    const lease = given ?? leaseOf(this);
    if (lease === undefined || this.parsedPromise !== undefined) return original.call(this);
    const { call } = lease;
    call.awaited();
    // Since openai 7 a body that takes too long is asked for again in here.
    const parsed = asksAgain(this) ? call.run(() => original.call(this)) : original.call(this);
    // In place of the SDK's own: if nobody handles it, the rejection is reported once, as without us.
    this.parsedPromise = parsed.then(
      (value) => {
        observeValue(value, lease);
        if (!isSdkStream(value)) call.complete();
        return value;
      },
      (error: unknown) => {
        call.fail(error);
        throw error;
      },
    );
    return this.parsedPromise;
  };
}

/** Somebody who had patched the SDK before us has wrapped the promise, or methods of it. */
function isSomebodysOwn(promise: SdkPromise): boolean {
  return types.isProxy(promise) || Object.hasOwn(promise, 'parse') || Object.hasOwn(promise, 'asResponse');
}

/** Promises of the versions that ask again have a method of their own for what is derived from them. */
function asksAgain(promise: SdkPromise): boolean {
  return Object.hasOwn(promise, '_thenUnwrap');
}

/** A raw response is read by the app itself: there is nothing to see beyond its headers. */
function observedAsResponse(original: SdkPromise['asResponse'], given?: Lease): SdkPromise['asResponse'] {
  return function (this: SdkPromise) {
    const response = original.call(this);
    const lease = given ?? leaseOf(this);
    if (lease === undefined) return response;
    // A new promise, so that a rejection nobody handles is reported once, as without us.
    return response.then((raw) => {
      // Beside a parsed body the raw one belongs to the SDK, which is about to read it.
      if (this.parsedPromise !== undefined) return raw;
      lease.call.complete();
      if (!lease.call.asksForUsage) return raw;
      lease.shownResponse ??= { response: quietly('hiding usage', () => withoutUsage(raw)) ?? raw };
      return lease.shownResponse.response;
    });
  };
}

/** Looks at a parsed body before the app, or a transformation of it, gets to. */
function observeValue(value: unknown, lease: Lease): void {
  const { call } = lease;
  if (!call.claimObservation()) return;
  if (isSdkStream(value)) {
    call.streams(lease);
    observeStream(value, lease);
  } else quietly('reading an answer', () => call.answered(value));
}
