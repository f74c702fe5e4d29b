import { batch, type Signal, signal } from '@preact/signals';
import type { Page, SessionSummary } from '@tracewright/schema';
import type { TraceFilter } from '../api/asked.ts';
import { ApiFailure } from '../api/request.ts';
import { listSessions } from '../api/sessions.ts';

const FIRST_PAGE_SIZE = 100;
const NEXT_PAGE_SIZE = 500;

/** Sessions as far as they were loaded, the one that was active last first. */
export interface LoadedSessions {
  readonly items: readonly SessionSummary[];
  readonly nextCursor: string | null;
  readonly total: number;
}

/**
 * Brings a list up to date with a newly read first page: a session that was active meanwhile has moved up, and stands
 * there once.
 */
export function mergeSessions(loaded: LoadedSessions | undefined, page: Page<SessionSummary>): LoadedSessions {
  const { items, nextCursor, total } = page;
  if (!loaded || nextCursor === null) return { items, nextCursor, total };
  const known = new Set(items.map(({ sessionId }) => sessionId));
  const older = loaded.items.slice(items.length).filter(({ sessionId }) => !known.has(sessionId));
  if (older.length === 0) return { items, nextCursor, total };
  return { items: [...items, ...older], nextCursor: loaded.nextCursor, total };
}

/** The sessions of a filter, as far as anyone has scrolled. */
export class SessionList {
  readonly loaded: Signal<LoadedSessions | undefined> = signal(undefined);
  /** Why the last request brought nothing, where the collector said so. */
  readonly failure: Signal<string | undefined> = signal(undefined);
  readonly #filter: TraceFilter;
  #more: Promise<void> | undefined;

  constructor(filter: TraceFilter) {
    this.#filter = filter;
  }

  /** Reads the first page again. @throws ApiFailure */
  async refresh(abort?: AbortSignal): Promise<void> {
    try {
      const page = await listSessions(this.#filter, FIRST_PAGE_SIZE, null, abort);
      batch(() => {
        this.loaded.value = mergeSessions(this.loaded.peek(), page);
        this.failure.value = undefined;
      });
    } catch (error) {
      if (!abort?.aborted) this.#fail(error);
      throw error;
    }
  }

  /** Reads the page after the last one, if there is one and it is not being read. */
  loadMore(): Promise<void> {
    const before = this.loaded.peek();
    if (!before || before.nextCursor === null) return Promise.resolve();
    this.#more ??= listSessions(this.#filter, NEXT_PAGE_SIZE, before.nextCursor)
      .then(({ items, nextCursor, total }) => {
        const now = this.loaded.peek();
        // The list can have begun again meanwhile; the page then belongs to nothing.
        if (now?.nextCursor !== before.nextCursor) return;
        const known = new Set(now.items.map(({ sessionId }) => sessionId));
        const added = items.filter(({ sessionId }) => !known.has(sessionId));
        this.loaded.value = { items: [...now.items, ...added], nextCursor, total };
      })
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#more = undefined;
      });
    return this.#more;
  }

  /** A collector that does not answer is reported for all pages in one place, a filter's fault where it is written. */
  #fail(error: unknown): void {
    const isShownElsewhere =
      error instanceof ApiFailure && (error.code === 'UNREACHABLE' || error.message.startsWith('filter: '));
    if (!isShownElsewhere) this.failure.value = error instanceof Error ? error.message : String(error);
  }
}
