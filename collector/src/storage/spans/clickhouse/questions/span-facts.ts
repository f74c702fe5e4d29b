import { criticalPath, criticalTimesUs, selfTimesUs, traceColumns } from '@tracewright/attribution';
import { offsetUs } from '../../offset-us.ts';
import { repeatedCalls } from '../../questions/aggregate-spans.ts';
import { pathsOf } from '../../questions/step-paths.ts';
import type { SpanColumns } from '../../span-store.ts';
import { spanSkewUs } from '../../subjects.ts';
import { traceSkeleton } from '../../trace-skeleton.ts';

/** What is true of a span only as a part of its whole trace: it may change whenever another span comes. */
export interface SpanFacts {
  /** -1 while it runs. */
  readonly durationUs: number;
  /** Time in which none of its children ran, µs; -1 while it runs. */
  readonly selfUs: number;
  /** Its share of the trace's critical path, µs. */
  readonly criticalUs: number;
  /** How much earlier than its parent it began, µs; -1 where it did not, or still runs. */
  readonly skewUs: number;
  /** Names of steps from the root down to it, joined by `PATH_SEPARATOR`. */
  readonly path: string;
  /** A call that one below it reports again: its tokens and cost are not to be counted. */
  readonly isRepeated: boolean;
}

/**
 * Works out what can only be told with all spans of a trace at hand, so that ClickHouse can filter and add up by it.
 *
 * @param spans all that stand, in the order of `sortSpans`
 * @returns one for each span, in the same order
 */
export function spanFacts(traceId: string, spans: readonly SpanColumns[]): readonly SpanFacts[] {
  const columns = traceColumns(traceSkeleton(traceId, spans));
  const selfUs = selfTimesUs(columns);
  const criticalUs = criticalTimesUs(columns, criticalPath(columns));
  const repeated = repeatedCalls(spans);
  const pathOf = pathsOf(spans);
  const startOf = new Map(spans.map((span) => [span.spanId, span.startNs]));
  return spans.map((span, index) => ({
    durationUs: span.isPending ? -1 : offsetUs(span.startNs, span.endNs),
    selfUs: span.isPending ? -1 : selfUs[index]!,
    criticalUs: criticalUs[index]!,
    skewUs: spanSkewUs(span, startOf.get(span.parentSpanId)),
    path: pathOf(index),
    isRepeated: repeated.has(index),
  }));
}
