import { reportFailure } from '@tracewright/instrumentation-core';
import { GEN_AI, TRACEWRIGHT } from '@tracewright/schema';
import type { StreamReader } from './api.ts';
import type { ModelCall } from './model-call.ts';
import type { StreamProgress } from './stream-progress.ts';

/** What came of a stream, and when. Knows nothing of the stream itself, so that a call may keep it. */
export class StreamTally implements StreamProgress {
  readonly #reader: StreamReader;
  /** `performance.now()` when the app asked for the next chunk: the time it took itself is no gap of the server's. */
  askedMs = 0;
  #lastSeenMs: number | undefined;
  #chunks = 0;
  #maxGapMs = 0;
  #hasOutput = false;

  constructor(reader: StreamReader) {
    this.#reader = reader;
  }

  get lastSeenMs(): number | undefined {
    return this.#lastSeenMs;
  }

  add(chunk: unknown, call: ModelCall): void {
    const nowMs = performance.now();
    const gapMs = nowMs - this.askedMs;
    if (gapMs > this.#maxGapMs && this.#chunks > 0) this.#maxGapMs = gapMs;
    this.#chunks += 1;
    this.#lastSeenMs = nowMs;
    const isOutput = this.#reader.add(chunk);
    if (!isOutput || this.#hasOutput) return;
    this.#hasOutput = true;
    call.set({ [GEN_AI.responseTimeToFirstChunk]: (nowMs - call.startMs) / 1000 });
  }

  /** A chunk that the app does not get, and that is none of its stream. */
  addHidden(chunk: unknown): void {
    this.#reader.add(chunk);
  }

  describe(call: ModelCall): void {
    if (call.isSettled) return;
    try {
      call.describe(this.#reader.answer(), this.#reader.identity);
      call.set({
        [TRACEWRIGHT.streamChunks]: this.#chunks,
        [TRACEWRIGHT.streamMaxGapMs]: Math.round(this.#maxGapMs * 1000) / 1000,
      });
    } catch (error) {
      reportFailure('describing a stream', error);
    }
  }
}
