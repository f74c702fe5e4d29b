import type { Nanos } from '@tracewright/schema';
import { offsetUs } from './offset-us.ts';
import { parentIndexes, uncutParents } from './parent-indexes.ts';
import { sortSpans } from './span-order.ts';
import type { SpanColumns } from './span-store.ts';

/** Part of the time between the first start and the last end of a trace's spans, in whole microseconds. */
export interface TraceTime {
  /** From the first start of all spans. */
  readonly fromUs: number;
  readonly lengthUs: number;
}

/**
 * When a trace took place, and for how long, as `TraceSummary.durationMs` defines it. Start and end are rounded one by
 * one, as in the skeleton, so that the list and the trace's page show the same figure to the microsecond.
 *
 * @param head A root if there is one, else any span.
 * @param startNs First start of all spans.
 * @param endNs Last end of all spans.
 */
export function traceTime(spans: readonly SpanColumns[], head: SpanColumns, startNs: Nanos, endNs: Nanos): TraceTime {
  const wholeUs = offsetUs(startNs, endNs);
  const timeOf = (span: SpanColumns): TraceTime => {
    const fromUs = offsetUs(startNs, span.startNs);
    return { fromUs, lengthUs: (span.isPending ? wholeUs : offsetUs(startNs, span.endNs)) - fromUs };
  };
  // Mostly the root covers all others: it does not matter then what else is a root.
  const isRoot = head.parentSpanId === '' && head.fallbackParentSpanId === '';
  const ofHead = timeOf(head);
  if (isRoot && ofHead.lengthUs === wholeUs) return ofHead;
  const root = soleRoot(spans);
  const ofRoot = root && timeOf(root);
  return ofRoot && ofRoot.lengthUs > 0 ? ofRoot : { fromUs: 0, lengthUs: wholeUs };
}

/** The only span without a parent among the others, undefined where there are several. Each ring makes a root too. */
function soleRoot(spans: readonly SpanColumns[]): SpanColumns | undefined {
  const parents = uncutParents(spans);
  const root = parents.indexOf(-1);
  if (root === -1) return rootOfRing(spans);
  if (parents.indexOf(-1, root + 1) !== -1) return undefined;
  return reachesAll(parents, root) ? spans[root] : undefined;
}

/** Where a ring is cut depends on the order of the spans, which for large traces costs more than all the rest. */
function rootOfRing(spans: readonly SpanColumns[]): SpanColumns | undefined {
  const sorted = sortSpans([...spans]);
  const parents = parentIndexes(sorted);
  const first = parents.indexOf(-1);
  return parents.indexOf(-1, first + 1) === -1 ? sorted[first] : undefined;
}

/** Tells whether every way up ends at the one root, none in a ring: each span is walked over once. */
function reachesAll(parents: readonly number[], root: number): boolean {
  const walkOf = new Int32Array(parents.length).fill(-1);
  walkOf[root] = parents.length;
  for (let start = 0; start < parents.length; start++) {
    let index = start;
    for (; walkOf[index] === -1; index = parents[index]!) walkOf[index] = start;
    if (walkOf[index] === start) return false;
  }
  return true;
}
