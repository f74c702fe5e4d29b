import { patch, quietly } from '@tracewright/instrumentation-core';
import { GEN_AI, TRACEWRIGHT } from '@tracewright/schema';
import type { StreamReader } from './api.ts';
import type { Lease } from './lease.ts';
import type { StreamEnd } from './model-call.ts';
import { isSdkIterator, type SdkIterator, type SdkStream } from './sdk-shapes.ts';

/**
 * Watches a stream through the iterator that it reads from: `for await`, `tee()` and `toReadableStream()` all pass
 * through it. Stream and iterator stay the SDK's own; only methods of them are replaced.
 */
export function observeStream(stream: SdkStream, lease: Lease): void {
  quietly('observing a stream', () => {
    const reader = lease.call.api.stream?.(lease.call.keepContent);
    if (reader === undefined) return;
    let isBegun = false;
    patch(stream, 'iterator', (original) => () => {
      const iterator = original.call(stream);
      // Reading a second time is an error of the app's, and none of the call's.
      if (isBegun || !isSdkIterator(iterator)) return iterator;
      isBegun = true;
      quietly('observing an iterator', () => observeIterator(iterator, new Reading(stream, lease, reader)));
      return iterator;
    });
  });
}

function observeIterator(iterator: SdkIterator, reading: Reading): void {
  patch(iterator, 'next', (original) => (...args) => {
    const askedMs = performance.now();
    // A new promise, so that a rejection nobody handles is reported once, as without us.
    return original.apply(iterator, [...args]).then(
      (result) => {
        quietly('reading a chunk', () => reading.advanced(result, askedMs));
        return result;
      },
      (error: unknown) => {
        reading.failed(error);
        throw error;
      },
    );
  });
  for (const name of ['return', 'throw'] as const) {
    patch(iterator, name, (original) => (...args) => {
      // Said before the SDK closes the connection: that may take its time.
      reading.stopped();
      return original.apply(iterator, [...args]);
    });
  }
}

/** One reading of a stream, from its first chunk to its end. */
class Reading {
  readonly #stream: SdkStream;
  readonly #lease: Lease;
  readonly #reader: StreamReader;
  #chunks = 0;
  #maxGapMs = 0;
  #firstChunkMs: number | undefined;

  constructor(stream: SdkStream, lease: Lease, reader: StreamReader) {
    this.#stream = stream;
    this.#lease = lease;
    this.#reader = reader;
  }

  /** @param askedMs `performance.now()` when the app asked: the time it took itself is no gap of the server's */
  advanced(result: IteratorResult<unknown>, askedMs: number): void {
    if (this.#lease.call.isSettled) return;
    if (result.done) {
      // The SDK ends an aborted stream as if it were complete.
      this.#end(this.#stream.controller.signal?.aborted ? 'cancelled' : 'complete');
      return;
    }
    const nowMs = performance.now();
    if (this.#chunks > 0) this.#maxGapMs = Math.max(this.#maxGapMs, nowMs - askedMs);
    this.#chunks += 1;
    const isOutput = this.#reader.add(result.value);
    if (isOutput && this.#firstChunkMs === undefined) {
      this.#firstChunkMs = nowMs - this.#lease.call.startMs;
      this.#lease.call.set({ [GEN_AI.responseTimeToFirstChunk]: this.#firstChunkMs / 1000 });
    }
  }

  stopped(): void {
    quietly('ending a stream', () => this.#end('cancelled'));
  }

  failed(error: unknown): void {
    quietly('ending a stream', () => this.#describe());
    this.#lease.call.fail(error);
  }

  #end(end: StreamEnd): void {
    this.#describe();
    this.#lease.call.complete(end);
  }

  #describe(): void {
    const { call } = this.#lease;
    if (call.isSettled) return;
    call.describe(this.#reader.answer(), this.#reader.identity);
    call.set({
      [TRACEWRIGHT.streamChunks]: this.#chunks,
      [TRACEWRIGHT.streamMaxGapMs]: Math.round(this.#maxGapMs * 1000) / 1000,
    });
  }
}
