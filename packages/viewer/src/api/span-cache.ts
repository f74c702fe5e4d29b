import type { SpanDetail } from '@tracewright/schema';
import { getSpan } from './traces.ts';

/** Details can hold megabytes of text each, so only the latest ones are kept. */
const MAX_ENTRIES = 60;

/** Fetches details of the spans of one trace, each once; an ended span never changes. */
export class SpanCache {
  readonly #traceId: string;
  readonly #loaded = new Map<string, SpanDetail>();
  readonly #pending = new Map<string, Promise<SpanDetail>>();
  readonly #fetchSpan: (traceId: string, spanId: string) => Promise<SpanDetail>;

  constructor(traceId: string, fetchSpan: (traceId: string, spanId: string) => Promise<SpanDetail> = getSpan) {
    this.#traceId = traceId;
    this.#fetchSpan = fetchSpan;
  }

  /** The trace has grown: what is still on its way may tell of a span that has ended since as if it ran. */
  renew(): void {
    this.#pending.clear();
  }

  /** What is there already, without asking. */
  peek(spanId: string): SpanDetail | undefined {
    return this.#loaded.get(spanId);
  }

  /** @throws ApiFailure; the next call asks again. */
  load(spanId: string): Promise<SpanDetail> {
    const loaded = this.#loaded.get(spanId);
    if (loaded) return Promise.resolve(loaded);
    const known = this.#pending.get(spanId);
    if (known) return known;
    const request = this.#fetchSpan(this.#traceId, spanId)
      .then((detail) => {
        // A running span is asked for again: its end brings more.
        if (detail.status !== 'running') this.#keep(spanId, detail);
        return detail;
      })
      .finally(() => {
        if (this.#pending.get(spanId) === request) this.#pending.delete(spanId);
      });
    this.#pending.set(spanId, request);
    return request;
  }

  #keep(spanId: string, detail: SpanDetail): void {
    this.#loaded.set(spanId, detail);
    const [oldest] = this.#loaded.keys();
    if (this.#loaded.size > MAX_ENTRIES && oldest !== undefined) this.#loaded.delete(oldest);
  }
}
