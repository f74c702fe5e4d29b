import type { Nanos } from '@tracewright/schema';
import { offsetUs } from './offset-us.ts';
import { parentIndexes } from './parent-indexes.ts';
import { sortSpans } from './span-order.ts';
import type { SpanColumns } from './span-store.ts';

/**
 * How long a trace took, as `TraceSummary.durationMs` defines it, in microseconds. Start and end are rounded one by
 * one, as in the skeleton, so that the list and the trace's page show the same figure to the microsecond.
 *
 * @param head A root if there is one, else any span.
 * @param startNs First start of all spans.
 * @param endNs Last end of all spans.
 */
export function traceLengthUs(spans: readonly SpanColumns[], head: SpanColumns, startNs: Nanos, endNs: Nanos): number {
  const wholeUs = offsetUs(startNs, endNs);
  const lengthUs = (span: SpanColumns): number =>
    span.isPending
      ? wholeUs - offsetUs(startNs, span.startNs)
      : offsetUs(startNs, span.endNs) - offsetUs(startNs, span.startNs);
  // Mostly the root covers all others: it does not matter then what else is a root.
  const isRoot = head.parentSpanId === '' && head.fallbackParentSpanId === '';
  if (isRoot && lengthUs(head) === wholeUs) return wholeUs;
  const root = soleRoot(spans);
  const rootUs = root === undefined ? 0 : lengthUs(root);
  return rootUs > 0 ? rootUs : wholeUs;
}

/** The only span without a parent among the others, undefined where there are several. */
function soleRoot(spans: readonly SpanColumns[]): SpanColumns | undefined {
  if (hasSeveralRoots(spans)) return undefined;
  // Rings are cut where the skeleton cuts them, which depends on the order.
  const sorted = sortSpans([...spans]);
  const parents = parentIndexes(sorted);
  const first = parents.indexOf(-1);
  return parents.indexOf(-1, first + 1) === -1 ? sorted[first] : undefined;
}

/** Finds two roots, rings aside, without sorting: a trace whose root has yet to come has many for a while. */
function hasSeveralRoots(spans: readonly SpanColumns[]): boolean {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  let roots = 0;
  for (const { parentSpanId, fallbackParentSpanId } of spans) {
    if (!ids.has(parentSpanId) && !ids.has(fallbackParentSpanId) && ++roots > 1) return true;
  }
  return false;
}
