import type { Attributes } from '@opentelemetry/api';
import type { StreamEnd } from '@tracewright/instrumentation-core';
import { GEN_AI, TRACEWRIGHT } from '@tracewright/schema';

/** What passes through a model run's stream: counts and times, and its text in case nobody tells the whole answer. */
export class StreamNotes {
  isStream = false;
  #isIgnored = false;
  readonly #startMs = performance.now();
  readonly #keepsText: boolean;
  readonly #texts: string[] = [];
  #firstMs: number | undefined;
  #lastMs = 0;
  #maxGapMs = 0;
  #chunks = 0;

  constructor(keepsText: boolean) {
    this.#keepsText = keepsText;
  }

  /** Tells nothing: a provider's call measures the stream more closely, or the answer came from a cache. */
  ignore(): void {
    this.#isIgnored = true;
    this.#texts.length = 0;
  }

  /** LangChain announced a token. */
  token(): void {
    this.#firstMs ??= performance.now();
  }

  /** A chunk left the model's stream. */
  chunk(text: string): void {
    const nowMs = performance.now();
    if (this.#chunks > 0) this.#maxGapMs = Math.max(this.#maxGapMs, nowMs - this.#lastMs);
    this.#firstMs ??= nowMs;
    this.#lastMs = nowMs;
    this.#chunks++;
    if (this.#keepsText && !this.#isIgnored && text !== '') this.#texts.push(text);
  }

  /** What was streamed so far. */
  get text(): string {
    return this.#texts.join('');
  }

  attributes(end: StreamEnd): Attributes {
    // LangChain announces tokens only of streams, whichever method the app called.
    if (this.#isIgnored || (!this.isStream && this.#firstMs === undefined)) return {};
    return {
      ...(this.#firstMs === undefined
        ? {}
        : { [GEN_AI.responseTimeToFirstChunk]: (this.#firstMs - this.#startMs) / 1_000 }),
      ...(this.#chunks === 0
        ? {}
        : {
            [TRACEWRIGHT.streamChunks]: this.#chunks,
            [TRACEWRIGHT.streamMaxGapMs]: Math.round(this.#maxGapMs * 1_000) / 1_000,
          }),
      [TRACEWRIGHT.streamEnd]: end,
    };
  }
}
