import { childIndex, criticalPath, criticalTimesUs, selfTimesUs, type TraceColumns } from '@tracewright/attribution';
import { STEP_KINDS } from '@tracewright/schema';
import { offsetUs } from '../../offset-us.ts';
import { parentIndexes } from '../../parent-indexes.ts';
import { repeatedCalls } from '../../questions/aggregate-spans.ts';
import { pathsOf } from '../../questions/step-paths.ts';
import type { SpanColumns } from '../../span-store.ts';
import { spanSkewUs } from '../../subjects.ts';

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
export function spanFacts(spans: readonly SpanColumns[]): readonly SpanFacts[] {
  const columns = columnsOf(spans);
  const index = childIndex(columns);
  const selfUs = selfTimesUs(columns, index);
  const criticalUs = criticalTimesUs(columns, criticalPath(columns, index));
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

/** As the skeleton of the trace gives them, without its texts: a span that still runs lasts until the last moment known. */
function columnsOf(spans: readonly SpanColumns[]): TraceColumns {
  const count = spans.length;
  const columns = {
    count,
    parent: Int32Array.from(parentIndexes(spans)),
    kind: new Uint8Array(count),
    otelKind: new Uint8Array(count),
    startUs: new Float64Array(count),
    endUs: new Float64Array(count),
    ttftUs: new Float64Array(count),
    streamInput: new Uint8Array(count),
  };
  let first = spans[0]?.startNs ?? 0n;
  let last = first;
  for (const { startNs, endNs } of spans) {
    if (startNs < first) first = startNs;
    if (endNs > last) last = endNs;
  }
  const lastUs = offsetUs(first, last);
  for (const [at, span] of spans.entries()) {
    const startUs = offsetUs(first, span.startNs);
    columns.kind[at] = STEP_KINDS.indexOf(span.kind);
    columns.otelKind[at] = span.otelKind;
    columns.startUs[at] = startUs;
    columns.endUs[at] = Math.max(startUs, span.isPending ? lastUs : offsetUs(first, span.endNs));
    columns.ttftUs[at] = span.ttftUs;
    columns.streamInput[at] = span.isStreamInput ? 1 : 0;
  }
  return columns;
}
