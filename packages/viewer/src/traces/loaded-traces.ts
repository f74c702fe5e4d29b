import type { Page, TraceSummary } from '@tracewright/schema';

/** The newest traces as far as they were loaded, without a hole. */
export interface LoadedTraces {
  /** Newest first. */
  readonly items: readonly TraceSummary[];
  /** Continues after the last item; null where there is nothing more. */
  readonly nextCursor: string | null;
}

/**
 * Brings a list up to date with a newly read first page. What lies within the page's range is taken from the page, so
 * that running traces move on and deleted ones go; what is older stays. Where so much is new that the page no longer
 * meets what was loaded, the list begins again, since it would have a hole.
 */
export function mergeFirstPage(loaded: LoadedTraces, page: Page<TraceSummary>): LoadedTraces {
  const last = page.items.at(-1);
  if (page.nextCursor === null) return { items: page.items, nextCursor: null };
  // A search that paused before it found any: what was found beyond stays.
  if (last === undefined) return loaded.items.length > 0 || loaded.nextCursor === null ? loaded : page;
  const read = idsOf(page.items);
  const older = loaded.items.filter((trace) => compareNewestFirst(last, trace) < 0 && !read.has(trace.traceId));
  if (older.length === 0 || older.length === loaded.items.length) return page;
  return { items: [...page.items, ...older], nextCursor: loaded.nextCursor };
}

/**
 * Adds the page that follows. What has meanwhile come in by another way is not added again, nor is a trace that is
 * there already: one whose earliest span arrives late moves down the order while somebody reads.
 */
export function appendPage(loaded: LoadedTraces, page: Page<TraceSummary>): LoadedTraces {
  const last = loaded.items.at(-1);
  const known = idsOf(loaded.items);
  const added = page.items.filter(
    (trace) => !known.has(trace.traceId) && (!last || compareNewestFirst(last, trace) < 0),
  );
  return { items: [...loaded.items, ...added], nextCursor: page.nextCursor };
}

function idsOf(traces: readonly TraceSummary[]): ReadonlySet<string> {
  return new Set(traces.map(({ traceId }) => traceId));
}

/** Negative where `a` stands before `b`. The order is the API's: start, then id, both descending. */
export function compareNewestFirst(a: TraceSummary, b: TraceSummary): number {
  const byStart = compareDecimals(b.startNs, a.startNs);
  if (byStart !== 0) return byStart;
  return a.traceId === b.traceId ? 0 : a.traceId > b.traceId ? -1 : 1;
}

/** Compares two numbers written without leading zeros, which may not fit a double. */
function compareDecimals(a: string, b: string): number {
  return a.length - b.length || (a === b ? 0 : a < b ? -1 : 1);
}
