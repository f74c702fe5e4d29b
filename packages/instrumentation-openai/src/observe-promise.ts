import { patch, quietly } from '@tracewright/instrumentation-core';
import { withoutUsage } from './include-usage/raw-stream.ts';
import type { Lease } from './lease.ts';
import { lookAlike } from './look-alike.ts';
import { observeStream } from './observe-stream.ts';
import { isSdkPromise, isSdkStream, type SdkPromise } from './sdk-shapes.ts';

/**
 * Watches an `APIPromise` through its own methods. Nothing is chained to it: its body can be read once only, and a
 * handler of ours would hide an unhandled rejection.
 */
export function observePromise(value: unknown, lease: Lease): void {
  quietly('observing a promise', () => {
    // A subclass or a test double may return anything; the call then ends with its request, or with the value.
    if (!isSdkPromise(value)) return lease.call.abandon();
    // Lists of openai 7 are read by another promise behind this one: the call ends with its request.
    if (Object.hasOwn(value, 'then')) return lease.call.abandon();
    patch(value, 'parseResponse', (original) => lookAlike(original, parseResponse(value, original, lease)));
    patch(value, 'asResponse', (original) => asResponse(value, original, lease));
    patch(value, '_thenUnwrap', (original) => thenUnwrap(value, original, lease));
  });
}

/** Called once by the promise, when the app first asks for the parsed body. */
function parseResponse(promise: SdkPromise, original: SdkPromise['parseResponse'], lease: Lease) {
  return async (...args: readonly unknown[]): Promise<unknown> => {
    const { call } = lease;
    // Before openai 7 a derived promise parses through its original, and the transformation may fail yet.
    const isOutermost = lease.parsing === 0;
    lease.parsing += 1;
    let value: unknown;
    try {
      // A body that takes too long is asked for again in here.
      value = await call.run(() => original.apply(promise, [...args]));
    } catch (error) {
      call.fail(error);
      throw error;
    } finally {
      lease.parsing -= 1;
    }
    observeValue(value, lease);
    if (isOutermost && !isSdkStream(value)) call.complete();
    return value;
  };
}

/** A raw response is read by the app itself: there is nothing to see beyond its headers. */
function asResponse(promise: SdkPromise, original: SdkPromise['asResponse'], lease: Lease) {
  /** What the app got for the raw response: the same again, however often it asks. */
  let shown: { readonly response: unknown } | undefined;
  return (): Promise<unknown> => {
    const response = original.call(promise);
    // A new promise, so that a rejection nobody handles is reported once, as without us.
    return response.then((raw) => {
      // Beside a parsed body the raw one belongs to the SDK, which is about to read it.
      if (promise.parsedPromise !== undefined) return raw;
      lease.call.complete();
      if (!lease.call.asksForUsage) return raw;
      shown ??= { response: quietly('hiding usage', () => withoutUsage(raw)) ?? raw };
      return shown.response;
    });
  };
}

/** `parse()` and the like derive their promise here, past the original's own `parseResponse`. */
function thenUnwrap(promise: SdkPromise, original: SdkPromise['_thenUnwrap'], lease: Lease) {
  return (transform: (value: unknown, props: unknown) => unknown): unknown => {
    const derived = original.call(promise, (value, props) => {
      observeValue(value, lease);
      return transform(value, props);
    });
    observePromise(derived, lease);
    return derived;
  };
}

/** Looks at a parsed body before the app, or a transformation of it, gets to. */
function observeValue(value: unknown, lease: Lease): void {
  const { call } = lease;
  if (!call.claimObservation()) return;
  if (isSdkStream(value)) observeStream(value, lease);
  else quietly('reading an answer', () => call.answered(value));
}
