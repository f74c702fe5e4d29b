import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { TraceSummary } from '@tracewright/schema';
import type { TraceFilter } from '../api/asked.ts';
import { ApiFailure } from '../api/request.ts';
import { listTraces } from '../api/traces.ts';
import type { ListOrder } from './list-order.ts';
import { appendPage, type LoadedTraces, mergeFirstPage, updateListed, withoutTraces } from './loaded-traces.ts';

/** The first page is read again and again; those that follow serve whoever scrolls fast. */
const FIRST_PAGE_SIZE = 100;
const NEXT_PAGE_SIZE = 250;

/** The traces that match a filter, in some order, as far as anyone has scrolled. */
export class TraceList {
  readonly loaded: Signal<LoadedTraces | undefined> = signal(undefined);
  readonly total: Signal<{ readonly count: number; readonly isEstimate: boolean } | undefined> = signal(undefined);
  /** Why the last request brought nothing; a collector that does not answer is the shell's to report. */
  readonly failure: Signal<string | undefined> = signal(undefined);
  /** The first page is there. */
  readonly isLoaded: ReadonlySignal<boolean> = computed(() => this.loaded.value !== undefined);
  /** No trace is of this filter. A search can pause before it has found anything; the table then goes on with it. */
  readonly isEmpty: ReadonlySignal<boolean> = computed(
    () => this.loaded.value?.items.length === 0 && this.loaded.value.nextCursor === null,
  );
  readonly filter: TraceFilter;
  readonly order: ListOrder;
  #more: Promise<void> | undefined;

  constructor(filter: TraceFilter, order: ListOrder = 'start') {
    this.filter = filter;
    this.order = order;
  }

  /** Reads the first page again. @throws ApiFailure */
  async refresh(abort?: AbortSignal): Promise<void> {
    try {
      const page = await listTraces(this.filter, FIRST_PAGE_SIZE, null, abort, this.order);
      batch(() => {
        this.loaded.value = this.loaded.value ? mergeFirstPage(this.loaded.value, page, this.order) : page;
        this.total.value = { count: page.total, isEstimate: page.totalIsEstimate };
        this.failure.value = undefined;
      });
    } catch (error) {
      if (!abort?.aborted && !isShownElsewhere(error))
        this.failure.value = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }

  /** Reads the page after the last one, if there is one and it is not being read. */
  loadMore(): Promise<void> {
    const loaded = this.loaded.peek();
    if (!loaded || loaded.nextCursor === null) return Promise.resolve();
    this.#more ??= listTraces(this.filter, NEXT_PAGE_SIZE, loaded.nextCursor, undefined, this.order)
      .then((page) => {
        const now = this.loaded.peek();
        // The list can have begun again meanwhile; the page then belongs to nothing.
        if (now?.nextCursor === loaded.nextCursor) this.loaded.value = appendPage(now, page, this.order);
      })
      .catch((error: unknown) => {
        this.failure.value = error instanceof Error ? error.message : String(error);
      })
      .finally(() => {
        this.#more = undefined;
      });
    return this.#more;
  }

  /** Takes in newer summaries of traces that are listed. */
  update(changed: readonly TraceSummary[]): void {
    const loaded = this.loaded.peek();
    if (loaded) this.loaded.value = updateListed(loaded, changed);
  }

  /** Takes traces out that were deleted. */
  remove(traceIds: ReadonlySet<string>): void {
    const loaded = this.loaded.peek();
    if (loaded) this.loaded.value = withoutTraces(loaded, traceIds);
  }
}

/** A collector that does not answer is reported for all pages in one place, a filter's fault where it is written. */
function isShownElsewhere(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return false;
  const isOfFilter = error.code === 'INVALID_PARAMETER_VALUE' && error.message.startsWith('filter: ');
  return isOfFilter || error.code === 'UNREACHABLE';
}

let latest: TraceList | undefined;

/** The list of a filter; the latest one is kept, so that going back to it shows it as it was. */
export function traceListFor(filter: TraceFilter, order: ListOrder = 'start'): TraceList {
  const isSame = latest?.order === order && FILTERS.every((name) => latest?.filter[name] === filter[name]);
  if (!isSame || latest === undefined) latest = new TraceList(filter, order);
  return latest;
}

const FILTERS = ['status', 'model', 'sessionId', 'filter', 'from', 'to'] as const satisfies (keyof TraceFilter)[];

/** The traces above and below one in the latest list, newer first. Loads the list where there is none. */
export async function neighboursOf(traceId: string): Promise<{ readonly newer?: string; readonly older?: string }> {
  const list = latest ?? traceListFor({});
  if (!list.loaded.peek()) await list.refresh();
  const items = list.loaded.peek()?.items ?? [];
  const at = items.findIndex((trace) => trace.traceId === traceId);
  if (at === -1) return {};
  const newer = items[at - 1]?.traceId;
  const older = items[at + 1]?.traceId;
  return { ...(newer ? { newer } : {}), ...(older ? { older } : {}) };
}
