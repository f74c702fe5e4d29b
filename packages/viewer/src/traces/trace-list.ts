import { batch, type Signal, signal } from '@preact/signals';
import { ApiFailure } from '../api/request.ts';
import { listTraces, type TraceFilter } from '../api/traces.ts';
import { appendPage, type LoadedTraces, mergeFirstPage } from './loaded-traces.ts';

const PAGE_SIZE = 100;

/** The traces that match a filter, as far as anyone has scrolled. */
export class TraceList {
  readonly loaded: Signal<LoadedTraces | undefined> = signal(undefined);
  readonly total: Signal<{ readonly count: number; readonly isEstimate: boolean } | undefined> = signal(undefined);
  /** Why the last request brought nothing; a collector that does not answer is the shell's to report. */
  readonly failure: Signal<string | undefined> = signal(undefined);
  readonly filter: TraceFilter;
  #more: Promise<void> | undefined;

  constructor(filter: TraceFilter) {
    this.filter = filter;
  }

  /** Reads the newest page again. @throws ApiFailure */
  async refresh(abort?: AbortSignal): Promise<void> {
    try {
      const page = await listTraces(this.filter, PAGE_SIZE, null, abort);
      batch(() => {
        this.loaded.value = this.loaded.value ? mergeFirstPage(this.loaded.value, page) : page;
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
    this.#more ??= listTraces(this.filter, PAGE_SIZE, loaded.nextCursor)
      .then((page) => {
        const now = this.loaded.peek();
        // The list can have begun again meanwhile; the page then belongs to nothing.
        if (now?.nextCursor === loaded.nextCursor) this.loaded.value = appendPage(now, page);
      })
      .catch((error: unknown) => {
        this.failure.value = error instanceof Error ? error.message : String(error);
      })
      .finally(() => {
        this.#more = undefined;
      });
    return this.#more;
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
export function traceListFor(filter: TraceFilter): TraceList {
  const known = latest?.filter;
  if (known?.status !== filter.status || known?.model !== filter.model || known?.filter !== filter.filter) {
    latest = undefined;
  }
  latest ??= new TraceList(filter);
  return latest;
}

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
