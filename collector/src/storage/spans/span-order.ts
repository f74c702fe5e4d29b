import type { SpanColumns } from './span-store.ts';

/** What decides on a span's place. */
type Placed = Pick<SpanColumns, 'spanId' | 'parentSpanId' | 'fallbackParentSpanId' | 'startNs'>;

/** Sorts the spans of a trace in place: by start, parents before children where starts are equal, then by id. */
export function sortSpans<T extends Placed>(spans: T[]): T[] {
  return sortByPlace(spans, (span) => span);
}

/** Sorts what has spans in the same way. */
export function sortByPlace<T>(items: T[], placeOf: (item: T) => Placed): T[] {
  items.sort((a, b) => byStart(placeOf(a), placeOf(b)));
  for (let from = 0; from < items.length; ) {
    const { startNs } = placeOf(items[from]!);
    let to = from + 1;
    while (to < items.length && placeOf(items[to]!).startNs === startNs) to++;
    if (to - from > 1) sortTied(items, placeOf, from, to);
    from = to;
  }
  return items;
}

function byStart(a: Placed, b: Placed): number {
  return a.startNs < b.startNs ? -1 : a.startNs > b.startNs ? 1 : compareText(a.spanId, b.spanId);
}

/** By how many ancestors a span has among those that start with it. */
function sortTied<T>(items: T[], placeOf: (item: T) => Placed, from: number, to: number): void {
  const tied = items.slice(from, to);
  const byId = new Map(tied.map((item) => [placeOf(item).spanId, placeOf(item)]));
  const depths = new Map<string, number>();
  for (const span of byId.values()) measure(span, byId, depths);
  const depthOf = (item: T): number => depths.get(placeOf(item).spanId)!;
  tied.sort((a, b) => depthOf(a) - depthOf(b) || compareText(placeOf(a).spanId, placeOf(b).spanId));
  for (const [index, item] of tied.entries()) items[from + index] = item;
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
