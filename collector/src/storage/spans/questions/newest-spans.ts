import type { SpanTest } from '../../../filter/evaluate.ts';
import type { TraceSubject } from '../../../filter/subject.ts';
import type { SpanColumns } from '../span-store.ts';
import type { SpanKey, SpanPage, SpanQuery } from './span-questions.ts';

/**
 * A page of the spans that match. The traces come with the newest start first, and spans of an older trace may still
 * begin later than those of a newer one, so that all are looked at.
 */
export class NewestSpans {
  readonly #query: SpanQuery;
  readonly #test: SpanTest;
  #best: SpanColumns[] = [];
  #total = 0;

  constructor(query: SpanQuery, test: SpanTest) {
    this.#query = query;
    this.#test = test;
  }

  add(trace: TraceSubject): void {
    const { limit, after } = this.#query;
    for (const span of trace.spans()) {
      if (!this.#test(span)) continue;
      this.#total++;
      if (after !== undefined && compareSpans(after, span.columns) >= 0) continue;
      this.#best.push(span.columns);
      if (this.#best.length > 4 * limit + 64) this.#keep();
    }
  }

  /** @param isWhole Whether all traces have been looked at. */
  page(isWhole: boolean): SpanPage {
    const { limit } = this.#query;
    this.#keep();
    return {
      spans: this.#best.slice(0, limit),
      hasMore: this.#best.length > limit,
      total: this.#total,
      isTotalEstimate: !isWhole,
    };
  }

  #keep(): void {
    this.#best = this.#best.sort(compareSpans).slice(0, this.#query.limit + 1);
  }
}

/** Negative where `a` stands before `b`. */
export function compareSpans(a: SpanKey, b: SpanKey): number {
  if (a.startNs !== b.startNs) return a.startNs > b.startNs ? -1 : 1;
  if (a.traceId !== b.traceId) return a.traceId > b.traceId ? -1 : 1;
  return a.spanId > b.spanId ? -1 : a.spanId < b.spanId ? 1 : 0;
}
