import { forOthersToo } from '../asker.ts';
import { compare } from '../filter/expression.ts';
import { OneAtATime } from '../one-at-a-time.ts';
import type { RunTrace, SpanStore } from '../storage/spans/span-store.ts';
import { inParts } from '../storage/tracking/in-parts.ts';
import { inRequest } from '../storage/tracking/request-answers/repeated-request.ts';
import type { RunTotalStore } from '../storage/tracking/run-totals/run-total-store.ts';

const TRACES_AT_ONCE = 500;
/** Of changes only ids are read. */
const CHANGES_AT_ONCE = 5_000;

/** What totals are read from. */
export type FollowedSpans = Pick<SpanStore, 'runTraces' | 'changes' | 'listTraces' | 'lastChange'>;

/**
 * Follows the traces of runs, so that what a run adds up to is right whenever it is read: what was stored before the
 * question counts, however late it came. Nothing is done while nobody asks, and next to nothing while nothing changes.
 */
export class RunTotals {
  readonly #spans: FollowedSpans;
  readonly #totals: RunTotalStore;
  readonly #report: (error: unknown) => void;
  /** By workspace: who has read a trace writes it down before another one reads it. */
  readonly #works = new OneAtATime();
  /** Looks that have not begun: each serves all who ask meanwhile. */
  readonly #waiting = new Map<string, Promise<void>>();
  /** The last change behind which everything counts, as far as it was followed here. */
  readonly #followed = new Map<string, number>();

  /** @param report Told where traces could not be followed; runs are shown as far as they were. */
  constructor(spans: FollowedSpans, totals: RunTotalStore, report: (error: unknown) => void) {
    this.#spans = spans;
    this.#totals = totals;
    this.#report = report;
  }

  /** Resolves once everything that is stored now counts. It never fails. */
  bringUpToDate(workspaceId: string): Promise<void> {
    const waiting = this.#waiting.get(workspaceId);
    if (waiting !== undefined) return waiting;
    const following = this.#works
      .run(workspaceId, () => {
        this.#waiting.delete(workspaceId);
        return forAll(() => this.#follow(workspaceId));
      })
      .catch(this.#report);
    this.#waiting.set(workspaceId, following);
    return following;
  }

  /** Counts traces for the runs that they have been linked to. */
  count(workspaceId: string, traceIds: readonly string[]): Promise<void> {
    return this.#works.run(workspaceId, () => forAll(() => this.#count(workspaceId, traceIds))).catch(this.#report);
  }

  /** Takes traces that have been deleted out of what their runs add up to. */
  forget(workspaceId: string, traceIds: readonly string[]): Promise<void> {
    return this.#works.run(workspaceId, () => this.#totals.forget(workspaceId, traceIds));
  }

  async #follow(workspaceId: string): Promise<void> {
    const last = await this.#spans.lastChange(workspaceId);
    const followed = this.#followed.get(workspaceId);
    if (followed === last) return;
    let since = followed ?? (await this.#totals.cursor(workspaceId));
    // The store of spans has begun anew.
    if (since > last) since = 0;
    const hasLinks = await this.#totals.hasLinks(workspaceId);
    const counted = hasLinks ? await this.#followLinked(workspaceId, since) : new Set<string>();
    for (;;) {
      const page = await this.#spans.runTraces(workspaceId, since, TRACES_AT_ONCE);
      if (page.traces.length === 0) break;
      // Linked traces that have changed after `last` are still to be looked at, by the next process if need be.
      const traces = page.traces.filter(({ traceId }) => !counted.has(traceId));
      await this.#take(workspaceId, traces, hasLinks ? Math.min(page.cursor, last) : page.cursor);
      since = page.cursor;
    }
    // Nor need it look again through what was nobody's.
    if (hasLinks && since < last) await this.#totals.take(workspaceId, [], last);
    this.#followed.set(workspaceId, last);
  }

  /** Among all that has changed, traces that have been linked to runs. @returns their ids: they count, whatever their spans say */
  async #followLinked(workspaceId: string, from: number): Promise<ReadonlySet<string>> {
    const counted = new Set<string>();
    let since = from;
    for (;;) {
      const { traceIds, cursor } = await this.#spans.changes(workspaceId, since, CHANGES_AT_ONCE);
      if (traceIds.length === 0) return counted;
      const linked = await this.#totals.linkedAmong(workspaceId, traceIds);
      await this.#count(workspaceId, linked);
      for (const traceId of linked) counted.add(traceId);
      since = cursor;
    }
  }

  async #count(workspaceId: string, traceIds: readonly string[]): Promise<void> {
    for (const ids of inParts(traceIds)) {
      const query = { workspaceId, filter: compare('id', 'in', ...ids), limit: ids.length };
      const { rows } = await this.#spans.listTraces(query);
      if (rows.length > 0) await this.#take(workspaceId, rows);
    }
  }

  /**
   * Another process may have deleted a trace, and taken it off, after it was read here: who takes it in looks for it once
   * more, so that of the two the one who comes last sees what the other has done.
   */
  async #take(workspaceId: string, traces: readonly RunTrace[], cursor?: number): Promise<void> {
    await this.#totals.take(workspaceId, traces, cursor);
    if (traces.length === 0) return;
    const ids = traces.map(({ traceId }) => traceId);
    const query = { workspaceId, filter: compare('id', 'in', ...ids), limit: ids.length };
    const there = new Set((await this.#spans.listTraces(query)).rows.map(({ traceId }) => traceId));
    const gone = ids.filter((traceId) => !there.has(traceId));
    if (gone.length > 0) await this.#totals.forget(workspaceId, gone);
  }
}

/** Neither given up with whoever began it nor part of their request: sent again, that would find less to write. */
function forAll<Done>(work: () => Promise<Done>): Promise<Done> {
  return inRequest(undefined, () => forOthersToo(work));
}
