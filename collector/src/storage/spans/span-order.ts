import type { SpanColumns } from './span-store.ts';

/** What decides on a span's place. */
type Placed = Pick<SpanColumns, 'spanId' | 'parentSpanId' | 'fallbackParentSpanId' | 'startNs'>;

/** Sorts the spans of a trace in place: by start, parents before children where starts are equal, then by id. */
export function sortSpans<T extends Placed>(spans: T[]): T[] {
  spans.sort(byStart);
  for (let from = 0; from < spans.length; ) {
    let to = from + 1;
    while (to < spans.length && spans[to]!.startNs === spans[from]!.startNs) to++;
    if (to - from > 1) sortTied(spans, from, to);
    from = to;
  }
  return spans;
}

function byStart(a: Placed, b: Placed): number {
  return a.startNs < b.startNs ? -1 : a.startNs > b.startNs ? 1 : compareText(a.spanId, b.spanId);
}

/** By how many ancestors a span has among those that start with it. */
function sortTied<T extends Placed>(spans: T[], from: number, to: number): void {
  const tied = spans.slice(from, to);
  const byId = new Map(tied.map((span) => [span.spanId, span]));
  const depths = new Map<string, number>();
  for (const span of tied) measure(span, byId, depths);
  tied.sort((a, b) => depths.get(a.spanId)! - depths.get(b.spanId)! || compareText(a.spanId, b.spanId));
  for (const [index, span] of tied.entries()) spans[from + index] = span;
}

/** Walks up to an ancestor of known depth and back down: each span is visited once, and a cycle ends the walk. */
function measure(start: Placed, byId: ReadonlyMap<string, Placed>, depths: Map<string, number>): void {
  const path: Placed[] = [];
  const onPath = new Set<string>();
  let span: Placed | undefined = start;
  while (span !== undefined && !depths.has(span.spanId) && !onPath.has(span.spanId)) {
    path.push(span);
    onPath.add(span.spanId);
    span = byId.get(span.parentSpanId) ?? byId.get(span.fallbackParentSpanId);
  }
  let depth = span === undefined ? 0 : (depths.get(span.spanId) ?? -1) + 1;
  for (const member of path.reverse()) depths.set(member.spanId, depth++);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
