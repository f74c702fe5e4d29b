import type { SpanTest } from '../../../filter/evaluate.ts';
import type { TraceSubject } from '../../../filter/subject.ts';
import type { SpanColumns } from '../span-store.ts';
import type { SpanKey, SpanPage, SpanQuery } from './span-questions.ts';

/**
 * A page of the spans that match. The traces come with the newest start first, and spans of an older trace may still
 * begin later than those of a newer one, so that all are looked at.
 */
export function newestSpans(traces: Iterable<TraceSubject>, { limit, after }: SpanQuery, test: SpanTest): SpanPage {
  let best: SpanColumns[] = [];
  let total = 0;
  const keep = (): void => {
    best = best.sort(compareSpans).slice(0, limit + 1);
  };
  for (const trace of traces) {
    for (const span of trace.spans()) {
      if (!test(span)) continue;
      total++;
      if (after !== undefined && compareSpans(after, span.columns) >= 0) continue;
      best.push(span.columns);
      if (best.length > 4 * limit + 64) keep();
    }
  }
  keep();
  return { spans: best.slice(0, limit), hasMore: best.length > limit, total, isTotalEstimate: false };
}

/** Negative where `a` stands before `b`. */
function compareSpans(a: SpanKey, b: SpanKey): number {
  if (a.startNs !== b.startNs) return a.startNs > b.startNs ? -1 : 1;
  if (a.traceId !== b.traceId) return a.traceId > b.traceId ? -1 : 1;
  return a.spanId > b.spanId ? -1 : a.spanId < b.spanId ? 1 : 0;
}
