import type { SpanStore } from '../storage/spans/span-store.ts';
import type { RunTotalStore } from '../storage/tracking/run-totals/run-total-store.ts';

const TRACES_AT_ONCE = 500;

/**
 * Follows the traces of runs, so that what a run adds up to is right whenever it is read: what was stored before the
 * question counts, however late it came. Nothing is done while nobody asks.
 */
export class RunTotals {
  readonly #spans: Pick<SpanStore, 'runTraces' | 'lastChange'>;
  readonly #totals: RunTotalStore;
  readonly #report: (error: unknown) => void;
  readonly #following = new Map<string, Promise<void>>();
  readonly #waiting = new Map<string, Promise<void>>();
  /** How far each workspace has been followed here; others who follow it, too, take in the same. */
  readonly #cursors = new Map<string, number>();

  /** @param report Told where traces could not be followed; runs are shown as far as they were. */
  constructor(
    spans: Pick<SpanStore, 'runTraces' | 'lastChange'>,
    totals: RunTotalStore,
    report: (error: unknown) => void,
  ) {
    this.#spans = spans;
    this.#totals = totals;
    this.#report = report;
  }

  /** Resolves once everything that is stored now counts. It never fails. */
  bringUpToDate(workspaceId: string): Promise<void> {
    const following = this.#following.get(workspaceId);
    if (following === undefined) return this.#start(workspaceId);
    // What is under way may have looked before the latest was stored: one more look serves all who ask meanwhile.
    const waiting = this.#waiting.get(workspaceId) ?? following.then(() => this.#start(workspaceId));
    this.#waiting.set(workspaceId, waiting);
    return waiting;
  }

  /** Takes traces that have been deleted out of what their runs add up to. */
  async forget(workspaceId: string, traceIds: readonly string[]): Promise<void> {
    // What is under way may have seen them while they were there.
    await this.#following.get(workspaceId);
    await this.#totals.forget(workspaceId, traceIds);
  }

  #start(workspaceId: string): Promise<void> {
    this.#waiting.delete(workspaceId);
    const following = this.#follow(workspaceId)
      .catch(this.#report)
      .finally(() => this.#following.delete(workspaceId));
    this.#following.set(workspaceId, following);
    return following;
  }

  async #follow(workspaceId: string): Promise<void> {
    let since = this.#cursors.get(workspaceId) ?? (await this.#begin(workspaceId));
    for (;;) {
      const page = await this.#spans.runTraces(workspaceId, since, TRACES_AT_ONCE);
      since = page.cursor;
      if (page.traces.length > 0) await this.#totals.take(workspaceId, page);
      this.#cursors.set(workspaceId, since);
      if (page.traces.length === 0) return;
    }
  }

  /** Where an earlier process has stopped, unless the store of spans has begun anew since. */
  async #begin(workspaceId: string): Promise<number> {
    const cursor = await this.#totals.cursor(workspaceId);
    return cursor > (await this.#spans.lastChange(workspaceId)) ? 0 : cursor;
  }
}
