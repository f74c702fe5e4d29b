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
    const reading = new Reading(stream, lease, new StreamTally(reader));
    const read = (original: SdkStream['iterator']) => (): SdkIterator => {
      const iterator = original.call(stream);
      if (!reading.isBegun && isSdkIterator(iterator)) {
        quietly('observing an iterator', () => observeIterator(iterator, reading));
      }
      return iterator;
    };
    patch(stream, 'iterator', (original) => lookAlike(original, read(original)));
    watchAbort(stream, call);
  });
}

/** By itself: the request that is under way holds the signal and all that its listeners know of, and is not to hold the lease. */
function watchAbort({ controller: { signal } }: SdkStream, call: ModelCall): void {
  const cancel = (): void => quietly('noting an abort', () => call.cancelUnread());
  // Before the app asked for the stream, it may be.
  if (signal?.aborted) cancel();
  else signal?.addEventListener?.('abort', cancel, { once: true });
}

function observeIterator(iterator: SdkIterator, reading: Reading): void {
  /** Left before its first chunk was asked for: that closes nothing, and leaves the stream to the next who reads it. */
  let isLeft = false;
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
      const isRead = !isLeft && reading.asked(iterator);
      const result = args.length === 0 ? original.call(iterator) : original.apply(iterator, args);
      if (!isRead) return result;
      // A new promise, so that a rejection nobody handles is reported once, as without us.
      return result.then(read, failed);
    };
  });
  for (const name of ['return', 'throw'] as const) {
    patch(iterator, name, (original) => (...args) => {
      // Said before the SDK closes the connection: that may take its time.
      if (reading.isBy(iterator)) reading.ended('cancelled');
      else isLeft = true;
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
  /**
   * The one that was asked for the first chunk. What others are asked for is an error of the app's, since a stream can
   * be read once, and none of the call's.
   */
  #iterator: SdkIterator | undefined;

  constructor(stream: SdkStream, lease: Lease, tally: StreamTally) {
    this.#stream = stream;
    this.#lease = lease;
    this.#tally = tally;
    this.hides = lease.call.asksForUsage;
  }

  get isBegun(): boolean {
    return this.#iterator !== undefined;
  }

  isBy(iterator: SdkIterator): boolean {
    return this.#iterator === iterator;
  }

  /** An iterator is asked for a chunk. @returns whether it is the one that reads the stream */
  asked(iterator: SdkIterator): boolean {
    const isFirst = this.#iterator === undefined;
    if (isFirst) this.#iterator = iterator;
    else if (this.#iterator !== iterator) return false;
    this.#tally.askedMs = performance.now();
    if (isFirst) this.#lease.call.readingBegan(this.#tally);
    return true;
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
