import { patch, quietly, reportFailure, type StreamEnd } from '@tracewright/instrumentation-core';
import { isUsageChunk, removeEmptyUsage } from './include-usage/hidden-usage.ts';
import type { Lease } from './lease.ts';
import { lookAlike } from './look-alike.ts';
import type { ModelCall } from './model-call.ts';
import { isSdkIterator, type SdkIterator, type SdkStream } from './sdk-shapes.ts';
import { StreamTally } from './stream-tally.ts';

/**
 * Watches a stream through the iterator that it reads from: `for await`, `tee()` and `toReadableStream()` all pass
 * through it. Stream and iterator stay the SDK's own; only methods of them are replaced.
 */
export function observeStream(stream: SdkStream, lease: Lease): void {
  quietly('observing a stream', () => {
    const { call } = lease;
    const reader = call.api.stream?.(call.keepsText);
    if (reader === undefined) return;
    let reading: Reading | undefined;
    const read = (original: SdkStream['iterator']) => (): SdkIterator => {
      const iterator = original.call(stream);
      // Reading a second time is an error of the app's, and none of the call's.
      if (reading?.isBegun || !isSdkIterator(iterator)) return iterator;
      quietly('observing an iterator', () => {
        reading = new Reading(stream, lease, new StreamTally(reader));
        observeIterator(iterator, reading);
      });
      return iterator;
    };
    patch(stream, 'iterator', (original) => lookAlike(original, read(original)));
    watchAbort(stream, call);
  });
}

/** By itself: the request that is under way holds the signal and all that its listeners know of, and is not to hold the lease. */
function watchAbort({ controller: { signal } }: SdkStream, call: ModelCall): void {
  const cancel = (): void => quietly('noting an abort', () => call.cancelUnread());
  signal?.addEventListener?.('abort', cancel, { once: true });
}

function observeIterator(iterator: SdkIterator, reading: Reading): void {
  patch(iterator, 'next', (original) => {
    // Made once for all chunks.
    const read = (result: IteratorResult<unknown>): IteratorResult<unknown> | Promise<IteratorResult<unknown>> => {
      if (reading.hides && reading.isHidden(result)) return original.call(iterator).then(read, failed);
      reading.advanced(result);
      return result;
    };
    const failed = (error: unknown): never => {
      reading.failed(error);
      throw error;
    };
    return (...args) => {
      reading.asked();
      const result = args.length === 0 ? original.call(iterator) : original.apply(iterator, args);
      // A new promise, so that a rejection nobody handles is reported once, as without us.
      return result.then(read, failed);
    };
  });
  for (const name of ['return', 'throw'] as const) {
    patch(iterator, name, (original) => (...args) => {
      // Said before the SDK closes the connection: that may take its time. What has not begun closes nothing, and leaves
      // the stream to the next who reads it.
      if (reading.isBegun) reading.ended('cancelled');
      return original.apply(iterator, args);
    });
  }
}

/**
 * One reading of a stream, from its first chunk to its end. Holds the lease, as the iterator holds it. What is called
 * for every chunk makes nothing.
 */
class Reading {
  /** Whether usage that the app did not ask for is to be taken out of what it gets. */
  readonly hides: boolean;
  readonly #stream: SdkStream;
  readonly #lease: Lease;
  readonly #tally: StreamTally;
  /** Somebody has asked for the first chunk. */
  isBegun = false;

  constructor(stream: SdkStream, lease: Lease, tally: StreamTally) {
    this.#stream = stream;
    this.#lease = lease;
    this.#tally = tally;
    this.hides = lease.call.asksForUsage;
  }

  asked(): void {
    this.#tally.askedMs = performance.now();
    if (this.isBegun) return;
    this.isBegun = true;
    this.#lease.call.readingBegan(this.#tally);
  }

  /** Takes the usage out. True where nothing is left. */
  isHidden(result: IteratorResult<unknown>): boolean {
    if (result.done) return false;
    const { value } = result;
    removeEmptyUsage(value);
    if (!isUsageChunk(value)) return false;
    quietly('reading usage', () => this.#tally.addHidden(value));
    return true;
  }

  advanced(result: IteratorResult<unknown>): void {
    const { call } = this.#lease;
    if (call.isSettled) return;
    try {
      // The SDK ends an aborted stream as if it were complete.
      if (result.done) this.ended(this.#stream.controller.signal?.aborted ? 'cancelled' : 'complete');
      else this.#tally.add(result.value, call);
    } catch (error) {
      reportFailure('reading a chunk', error);
    }
  }

  ended(end: StreamEnd): void {
    this.#tally.describe(this.#lease.call);
    this.#lease.call.complete(end);
  }

  failed(error: unknown): void {
    this.#tally.describe(this.#lease.call);
    this.#lease.call.fail(error);
  }
}
