import { childIndex, criticalPath, criticalTimesUs, selfTimesUs, type TraceColumns } from '@tracewright/attribution';
import { STEP_KINDS } from '@tracewright/schema';
import { offsetUs } from '../../offset-us.ts';
import { parentIndexes } from '../../parent-indexes.ts';
import { repeatedCalls } from '../../questions/aggregate-spans.ts';
import { pathsOf, StepPaths } from '../../questions/step-paths.ts';
import type { SpanColumns } from '../../span-store.ts';
import { spanSkewUs } from '../../subjects.ts';

const KIND_CODES = new Map(STEP_KINDS.map((kind, code) => [kind, code]));

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
 * @param paths those of other traces, too: a path that many have is one text
 * @returns one for each span, in the same order
 */
export function spanFacts(spans: readonly SpanColumns[], paths: StepPaths = new StepPaths()): readonly SpanFacts[] {
  const parents = parentIndexes(spans);
  const columns = columnsOf(spans, parents);
  const index = childIndex(columns);
  const selfUs = selfTimesUs(columns, index);
  const criticalUs = criticalTimesUs(columns, criticalPath(columns, index));
  const repeated = repeatedCalls(spans, parents);
  const pathOf = pathsOf(spans, paths);
  const startOf = startsOfParents(spans, parents);
  return spans.map((span, at) => ({
    durationUs: span.isPending ? -1 : offsetUs(span.startNs, span.endNs),
    selfUs: span.isPending ? -1 : selfUs[at]!,
    criticalUs: criticalUs[at]!,
    skewUs: spanSkewUs(span, startOf(at)),
    path: pathOf(at),
    isRepeated: repeated.has(at),
  }));
}

/** When the span's own parent began, where that is among them: not one that stands in for it. */
function startsOfParents(
  spans: readonly SpanColumns[],
  parents: readonly number[],
): (index: number) => SpanColumns['startNs'] | undefined {
  let startOf: Map<string, SpanColumns['startNs']> | undefined;
  return (index) => {
    const { parentSpanId } = spans[index]!;
    if (parentSpanId === '') return undefined;
    const parent = spans[parents[index]!];
    if (parent?.spanId === parentSpanId) return parent.startNs;
    startOf ??= new Map(spans.map((span) => [span.spanId, span.startNs]));
    return startOf.get(parentSpanId);
  };
}

/** As the skeleton of the trace gives them, without its texts: a span that still runs lasts until the last moment known. */
function columnsOf(spans: readonly SpanColumns[], parents: readonly number[]): TraceColumns {
  const count = spans.length;
  const columns = {
    count,
    parent: Int32Array.from(parents),
    kind: new Uint8Array(count),
    otelKind: new Uint8Array(count),
    startUs: new Float64Array(count),
    endUs: new Float64Array(count),
    ttftUs: new Float64Array(count),
    streamInput: new Uint8Array(count),
  };
  const first = spans[0]?.startNs ?? 0n;
  let last = first;
  for (const { endNs } of spans) if (endNs > last) last = endNs;
  const lastUs = offsetUs(first, last);
  let at = 0;
  for (const span of spans) {
    const startUs = offsetUs(first, span.startNs);
    columns.kind[at] = KIND_CODES.get(span.kind) ?? 0;
    columns.otelKind[at] = span.otelKind;
    columns.startUs[at] = startUs;
    columns.endUs[at] = Math.max(startUs, span.isPending ? lastUs : offsetUs(first, span.endNs));
    columns.ttftUs[at] = span.ttftUs;
    columns.streamInput[at++] = span.isStreamInput ? 1 : 0;
  }
  return columns;
}
