import type { SpanColumns } from './span-store.ts';

type Lineage = Pick<SpanColumns, 'spanId' | 'parentSpanId' | 'fallbackParentSpanId'>;

/** Up to this many spans, comparing with each is faster than an index. */
const MAX_SCANNED = 16;

/**
 * Index of each span's parent, -1 for a root. The real parent comes first; where it was exported elsewhere, the nearest
 * ancestor that the sender named. No sender's mistake makes a ring: the link that would close one is cut, and the span
 * that carries it becomes a root.
 */
export function parentIndexes(spans: readonly Lineage[]): number[] {
  const parents = uncutParents(spans);
  cutRings(parents);
  return parents;
}

/** The same before any ring is cut. */
export function uncutParents(spans: readonly Lineage[]): number[] {
  if (spans.length <= MAX_SCANNED) return spans.map((span) => scannedParent(spans, span));
  const indexOf = new Map(spans.map((span, index) => [span.spanId, index]));
  return spans.map((span) => indexOf.get(span.parentSpanId) ?? indexOf.get(span.fallbackParentSpanId) ?? -1);
}

function scannedParent(spans: readonly Lineage[], { parentSpanId, fallbackParentSpanId }: Lineage): number {
  const parent = placeOf(parentSpanId, spans);
  return parent >= 0 || fallbackParentSpanId === parentSpanId ? parent : placeOf(fallbackParentSpanId, spans);
}

function placeOf(id: string, spans: readonly Lineage[]): number {
  if (id !== '') for (let index = 0; index < spans.length; index++) if (spans[index]!.spanId === id) return index;
  return -1;
}

/** Walks up from every span once: meeting a span of the same walk again is a ring. */
function cutRings(parents: number[]): void {
  const walkOf = new Int32Array(parents.length).fill(-1);
  for (let start = 0; start < parents.length; start++) {
    let index = start;
    while (index !== -1 && walkOf[index] === -1) {
      walkOf[index] = start;
      const parent = parents[index] ?? -1;
      if (parent !== -1 && walkOf[parent] === start) parents[index] = -1;
      index = parents[index] ?? -1;
    }
  }
}
