import type { ModelCall } from './model-call.ts';

/** Ends calls of which no promise, stream or iterator is left. */
const abandoned = new FinalizationRegistry<ModelCall>((call) => {
  if (!call.isSettled) call.abandon();
});

/**
 * What every promise, stream and iterator of a call holds on to. Once nobody else does, the answer cannot be read any
 * more, and a call that is {@link watchLease watched} ends.
 */
export class Lease {
  readonly call: ModelCall;
  /** What the app got for the raw response: the same again, however often it asks. */
  shownResponse: { readonly response: unknown } | undefined;

  constructor(call: ModelCall) {
    this.call = call;
    this.shownResponse = undefined;
  }
}

/**
 * Ends the call of a lease, which must not hold it, once the lease is garbage. Only for answers that may never be read:
 * whatever a registry knows outlives every quick collection, and V8 makes its young space larger than the caches.
 */
export function watchLease(lease: Lease): void {
  abandoned.register(lease, lease.call, lease.call);
}

/** Takes back {@link watchLease}. */
export function unwatchLease(call: ModelCall): void {
  abandoned.unregister(call);
}

/** The lease that a promise of the SDK's holds; undefined where it belongs to no call of ours. */
export function leaseOf(promise: object): Lease | undefined {
  return Leased.of(promise);
}

/** Has a promise hold a lease, which it keeps for good. */
export function giveLease(promise: object, lease: Lease): void {
  if (Leased.of(promise) === undefined) new Leased(promise, lease);
}

/** A base class whose constructor returns what it is given, so that a class derived from it adds its fields to that. */
class Given {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: it is what the class is for
    return object;
  }
}

/**
 * A private field on somebody else's object: nobody can see it, list it or print it, and unlike an entry of a `WeakMap`
 * it costs the garbage collector nothing.
 */
class Leased extends Given {
  readonly #lease: Lease;

  constructor(promise: object, lease: Lease) {
    super(promise);
    this.#lease = lease;
  }

  static of(promise: object): Lease | undefined {
    return #lease in promise ? promise.#lease : undefined;
  }
}
