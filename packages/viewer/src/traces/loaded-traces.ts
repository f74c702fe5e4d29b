import type { Page, ScoreOrder, TraceOrder, TraceSummary } from '@tracewright/schema';
import { isAscending, isScoreOrder, type ListOrder, scoreOf } from './list-order.ts';

/** The first traces of a list as far as they were loaded, without a hole. */
export interface LoadedTraces {
  /** In the list's order. */
  readonly items: readonly TraceSummary[];
  /** Continues after the last item; null where there is nothing more. */
  readonly nextCursor: string | null;
}

/**
 * Brings a list up to date with a newly read first page. What lies within the page's range is taken from the page, so
 * that running traces move on and deleted ones go; what comes after it stays. Where so much is new that the page no
 * longer meets what was loaded, the list begins again, since it would have a hole.
 */
export function mergeFirstPage(
  loaded: LoadedTraces,
  page: Page<TraceSummary>,
  order: ListOrder = 'start',
): LoadedTraces {
  const last = page.items.at(-1);
  if (page.nextCursor === null) return { items: page.items, nextCursor: null };
  // A search that paused before it found any: what was found beyond stays.
  if (last === undefined) return loaded.items.length > 0 || loaded.nextCursor === null ? loaded : page;
  const read = idsOf(page.items);
  const after = loaded.items.filter((trace) => compareTraces(order, last, trace) < 0 && !read.has(trace.traceId));
  if (after.length === 0 || after.length === loaded.items.length) return page;
  return { items: [...page.items, ...after], nextCursor: loaded.nextCursor };
}

/**
 * Adds the page that follows. What has meanwhile come in by another way is not added again, nor is a trace that is
 * there already: one whose earliest span arrives late moves down the order while somebody reads.
 */
export function appendPage(loaded: LoadedTraces, page: Page<TraceSummary>, order: ListOrder = 'start'): LoadedTraces {
  const last = loaded.items.at(-1);
  // The page is small and the list can be long: what of it is in the page is found without an index of all of it.
  const read = idsOf(page.items);
  const known = new Set<string>();
  for (const { traceId } of loaded.items) if (read.has(traceId)) known.add(traceId);
  const added = page.items.filter(
    (trace) => !known.has(trace.traceId) && (!last || compareTraces(order, last, trace) < 0),
  );
  return { items: [...loaded.items, ...added], nextCursor: page.nextCursor };
}

/** Puts newer summaries in the place of those that are listed; others are left to the next first page. */
export function updateListed(loaded: LoadedTraces, changed: readonly TraceSummary[]): LoadedTraces {
  const byId = new Map(changed.map((trace) => [trace.traceId, trace]));
  if (!loaded.items.some(({ traceId }) => byId.has(traceId))) return loaded;
  return { ...loaded, items: loaded.items.map((trace) => byId.get(trace.traceId) ?? trace) };
}

/** Takes traces out that were deleted. */
export function withoutTraces(loaded: LoadedTraces, traceIds: ReadonlySet<string>): LoadedTraces {
  return { ...loaded, items: loaded.items.filter(({ traceId }) => !traceIds.has(traceId)) };
}

function idsOf(traces: readonly TraceSummary[]): ReadonlySet<string> {
  return new Set(traces.map(({ traceId }) => traceId));
}

/** Negative where `a` stands before `b`, as the API orders: by value, then start, then id, all descending. */
export function compareTraces(order: ListOrder, a: TraceSummary, b: TraceSummary): number {
  if (isScoreOrder(order)) return compareScores(order, a, b);
  const byValue = orderValue(order, b) - orderValue(order, a);
  if (byValue !== 0) return byValue;
  const byStart = compareDecimals(b.startNs, a.startNs);
  return byStart !== 0 ? byStart : compareIds(a, b);
}

function compareIds(a: TraceSummary, b: TraceSummary): number {
  return a.traceId === b.traceId ? 0 : a.traceId > b.traceId ? -1 : 1;
}

/** By score either way, then by id; what was said under that name may have been taken back meanwhile. */
function compareScores(order: ScoreOrder, a: TraceSummary, b: TraceSummary): number {
  const [ofA, ofB] = [a, b].map(({ scores }) => scores.find(({ name }) => name === scoreOf(order))?.value);
  const byValue = Number(ofB ?? Number.NEGATIVE_INFINITY) - Number(ofA ?? Number.NEGATIVE_INFINITY);
  if (byValue !== 0 && !Number.isNaN(byValue)) return isAscending(order) ? -byValue : byValue;
  return compareIds(a, b);
}

/** What an order compares, -1 where the trace has no such value. */
function orderValue(order: TraceOrder, trace: TraceSummary): number {
  switch (order) {
    case 'start':
      return 0;
    case 'duration':
      return trace.durationMs;
    case 'ttft':
      return trace.ttftMs ?? -1;
    case 'cost':
      return trace.costUsd ?? -1;
    case 'tokens':
      return trace.inputTokens === null && trace.outputTokens === null
        ? -1
        : (trace.inputTokens ?? 0) + (trace.outputTokens ?? 0);
    case 'spans':
      return trace.spanCount;
    case 'errors':
      return trace.errorCount;
  }
}

/** Compares two numbers written without leading zeros, which may not fit a double. */
function compareDecimals(a: string, b: string): number {
  return a.length - b.length || (a === b ? 0 : a < b ? -1 : 1);
}
