import { setTimeout as wait } from 'node:timers/promises';
import { IdleWork } from '../../../../idle-work.ts';
import { type Arrival, gather } from '../../arrivals.ts';
import { StepPaths } from '../../questions/step-paths.ts';
import type { SpanBatch } from '../../span-record.ts';
import type { SpanColumns } from '../../span-store.ts';
import { summarise } from '../../trace-summary.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { completenessOf, traceVersion } from '../trace-rows.ts';
import { addCount } from './arrival-counts.ts';
import type { ChangeClock } from './change-clock.ts';
import { InsertBuffers } from './insert-buffers.ts';
import { type KnownSpan, type KnownTrace, knownSpans, knownTraces } from './known-traces.ts';
import { eventPreviews, insertEvents } from './late-events.ts';
import { TraceMender } from './mend-traces.ts';
import { replaced, wanted } from './replaced-spans.ts';
import { SpanCache } from './span-cache.ts';
import { addGone, addSpans, type StandingSpan } from './standing-spans.ts';
import { addDuplicates } from './trace-duplicates.ts';

const IDLE_MS = 10_000;
/** Up to how long is waited before traces are summed up that others write to as well; twice as long each time. */
const PAUSE_MS = 20;
const MAX_PAUSES = 6;
/** After it could not be looked for what failed appends have left. */
const REST_PAUSE_MS = 60_000;

/** What is written of a trace anew. */
interface Settled {
  readonly traceId: string;
  /** All that stand, each once. */
  readonly spans: readonly StandingSpan[];
  readonly experimentId: string;
  readonly claimedUs: number;
  /** The row it takes the place of, if any. */
  readonly before: KnownTrace | undefined;
  readonly change: number;
}

/**
 * Stores spans. What is known already is left out, as far as this collector can see; then the spans are inserted, and
 * after them the summaries of their traces. Another collector may do the same at the same time: each looks once more
 * after it has written, and whoever finds a row of the other's sums up what both have stored.
 */
export class SpanAppender {
  readonly #database: ClickHouseDatabase;
  readonly #clock: ChangeClock;
  readonly #cache = new SpanCache();
  #inserts = new InsertBuffers();
  readonly #mender: TraceMender;
  /** Perhaps between spans and summaries. */
  #hasRest = false;
  /** By `performance.now()`: where it could not be looked for what is left, not each append tries. */
  #restsUntilMs = 0;
  /** What one append has taken is kept for the next one, but not for ever. */
  readonly #idle = new IdleWork(IDLE_MS, () => {
    this.#inserts = new InsertBuffers();
  });

  constructor(database: ClickHouseDatabase, clock: ChangeClock) {
    this.#database = database;
    this.#clock = clock;
    this.#mender = new TraceMender(database, (workspaceId, rows) => {
      this.#cache.clear();
      return this.#settle(workspaceId, rows);
    });
  }

  /** @throws ApiError `TEMPORARILY_UNAVAILABLE` if the server cannot take them; the same may be appended again. */
  async append(batches: readonly SpanBatch[]): Promise<void> {
    await this.#clock.keepUp();
    if (this.#hasRest && performance.now() >= this.#restsUntilMs) await this.sumUpRest();
    for (const [workspaceId, arrivals] of gather(batches)) await this.#store(workspaceId, arrivals);
    for (const { workspaceId, events = [], droppedSpans = 0 } of batches) {
      if (events.length > 0) await this.#storeEvents(workspaceId, events);
      await addCount(this.#database, workspaceId, 'dropped', droppedSpans);
    }
  }

  /** Whether an append has failed, and it has not been looked since for what it may have left. */
  get hasRest(): boolean {
    return this.#hasRest;
  }

  /** See {@link TraceMender.sumUpRest}; where that cannot be done, spans are taken all the same, and it is tried again later. */
  async sumUpRest(): Promise<void> {
    try {
      await this.#mender.sumUpRest();
      this.#hasRest = false;
    } catch {
      this.#hasRest = true;
      this.#restsUntilMs = performance.now() + REST_PAUSE_MS;
    }
  }

  /** See {@link TraceMender.mend}; to be called behind a deletion. */
  mend(workspaceId: string, traceIds: Iterable<string>): Promise<void> {
    return this.#mender.mend(workspaceId, traceIds);
  }

  /**
   * Writes traces anew of which a span tells something else than it did.
   *
   * @param prepare is shown all of them; what it gives is asked for each, and answers the same columns where nothing
   *   changes; neither place nor time may
   */
  async renew(
    workspaceId: string,
    rows: readonly KnownTrace[],
    prepare: (spans: readonly KnownSpan[]) => Promise<(span: KnownSpan) => SpanColumns>,
  ): Promise<void> {
    const stored = await knownSpans(this.#database, workspaceId, rows);
    const renew = await prepare([...stored.values()].flatMap((spans) => [...spans.values()]));
    const known = Map.groupBy(rows, ({ traceId }) => traceId);
    const changed: Settled[] = [];
    for (const [traceId, standing] of stored) {
      const [before] = known.get(traceId) ?? [];
      let isChanged = false;
      const spans: StandingSpan[] = [];
      for (const span of standing.values()) {
        const columns = renew(span);
        isChanged ||= columns !== span.columns;
        const { facts: _, ...record } = span;
        // Without its facts it counts as not written yet.
        spans.push(columns === span.columns ? span : { ...record, columns });
      }
      if (before === undefined || !isChanged) continue;
      const { experimentId, claimedUs } = before;
      changed.push({ traceId, spans, experimentId, claimedUs, before, change: this.#changeAfter(known.get(traceId)) });
    }
    if (changed.length === 0) return;
    await this.#clock.keepUp();
    await this.#write(workspaceId, changed, new InsertBuffers());
    await this.#agree(workspaceId, changed, known);
    await this.#mender.mendDeleted(
      workspaceId,
      changed.map(({ traceId }) => traceId),
    );
  }

  /** To be called when traces have been taken out. */
  forget(): void {
    this.#cache.clear();
  }

  close(): void {
    this.#idle.stop();
    this.#cache.clear();
  }

  async #store(workspaceId: string, arrivals: ReadonlyMap<string, Arrival>): Promise<void> {
    const known = await knownTraces(this.#database, workspaceId, arrivals.keys());
    const stored = await this.#knownSpans(workspaceId, [...known.values()].flat());
    const inserts = this.#inserts;
    this.#idle.postpone();
    inserts.clear();
    const changed: Settled[] = [];
    const duplicates = new Map<string, number>();
    for (const arrival of arrivals.values()) {
      const { traceId } = arrival;
      const [before] = known.get(traceId) ?? [];
      const standing = stored.get(traceId);
      const claim = standing === undefined ? arrival.claims[0] : wanted(arrival, before, standing);
      if (arrival.copies > 0) duplicates.set(traceId, arrival.copies);
      if (arrival.spans.length === 0) continue;
      const change = this.#changeAfter(known.get(traceId));
      const arrived = arrival.spans.map((columns, index): StandingSpan => {
        const { block, isTruncated } = inserts.addPayload(workspaceId, change, columns, arrival.origins[index]!);
        return { arrivedUs: change, block, isTruncated, columns, facts: undefined };
      });
      changed.push({
        ...{ traceId, before, change },
        spans:
          standing === undefined ? arrived : replaced(standing, arrived, (gone) => addGone(inserts, workspaceId, gone)),
        experimentId: claim?.experimentId ?? before?.experimentId ?? arrival.firstExperimentId,
        claimedUs: claim !== undefined ? change : (before?.claimedUs ?? 0),
      });
    }
    if (changed.length > 0) {
      await this.#write(workspaceId, changed, inserts);
      await this.#agree(workspaceId, changed, known);
      await this.#mender.mendDeleted(
        workspaceId,
        changed.map(({ traceId }) => traceId),
      );
    }
    await addDuplicates(this.#database, workspaceId, duplicates);
    const copies = [...duplicates.values()].reduce((sum, count) => sum + count, 0);
    await addCount(this.#database, workspaceId, 'duplicated', copies);
  }

  /** Sums up traces that another collector has written to since they were looked at. @param rounds how often they were */
  async #agree(
    workspaceId: string,
    written: readonly Settled[],
    known: ReadonlyMap<string, readonly KnownTrace[]>,
    rounds = 0,
  ): Promise<void> {
    const now = await knownTraces(
      this.#database,
      workspaceId,
      written.map(({ traceId }) => traceId),
    );
    const foreign = written.filter(({ traceId, change }) => {
      const before = known.get(traceId) ?? [];
      const isSeen = (row: KnownTrace) => row.change === change || before.some((seen) => seen.change === row.change);
      return !(now.get(traceId) ?? []).every(isSeen);
    });
    if (foreign.length === 0) return;
    // Collectors that do this at the same pace see each other's summaries time and again.
    await wait(Math.random() * PAUSE_MS * 2 ** Math.min(rounds, MAX_PAUSES));
    const rows = await knownTraces(
      this.#database,
      workspaceId,
      foreign.map(({ traceId }) => traceId),
    );
    await this.#settle(workspaceId, [...rows.values()].flat(), { rounds: rounds + 1 });
  }

  /** Writes traces anew from what is stored. @param keepsChange where that is no change of theirs */
  async #settle(
    workspaceId: string,
    rows: readonly KnownTrace[],
    { keepsChange = false, rounds = 0 }: { readonly keepsChange?: boolean; readonly rounds?: number } = {},
  ): Promise<void> {
    const inserts = new InsertBuffers();
    const stored = await knownSpans(this.#database, workspaceId, rows, (span) => addGone(inserts, workspaceId, span));
    const known = Map.groupBy(rows, ({ traceId }) => traceId);
    const changed = [...known].flatMap(([traceId, [before, ...others]]): readonly Settled[] => {
      const spans = stored.get(traceId);
      if (before === undefined || spans === undefined || spans.size === 0) return [];
      // The root that came first has said to which experiment the trace belongs.
      const claims = [before, ...others].filter(({ claimedUs }) => claimedUs > 0);
      const { experimentId, claimedUs } = claims.sort((a, b) => a.claimedUs - b.claimedUs)[0] ?? before;
      const change = keepsChange ? before.change : this.#changeAfter([before, ...others]);
      return [{ traceId, spans: [...spans.values()], experimentId, claimedUs, before, change }];
    });
    if (changed.length === 0) return;
    await this.#write(workspaceId, changed, inserts);
    if (!keepsChange) await this.#agree(workspaceId, changed, known, rounds);
  }

  /** The number of a change to a trace: later than all that it has had, so that whoever remembers one of those knows. */
  #changeAfter(rows: readonly KnownTrace[] = []): number {
    return this.#clock.next(rows.reduce((last, { change }) => Math.max(last, change), 0));
  }

  async #write(workspaceId: string, changed: readonly Settled[], inserts: InsertBuffers): Promise<void> {
    const summed = changed.map((trace) => {
      const columns = trace.spans.map((span) => span.columns);
      return { ...trace, columns, row: summarise(trace.traceId, trace.experimentId, columns) };
    });
    const growing: (readonly [traceId: string, change: number, spans: Map<string, KnownSpan>])[] = [];
    const silent = summed.filter(({ row }) => row.preview === '').map(({ traceId }) => traceId);
    const previews = await eventPreviews(this.#database, workspaceId, silent);
    // Traces of one append mostly go the same ways.
    const paths = new StepPaths();
    for (const { traceId, spans, columns, row, before, change, claimedUs } of summed) {
      const completeness = completenessOf(columns);
      const isMoved = before !== undefined && before.experimentId !== row.experimentId;
      const { experimentId } = row;
      // One that has come in one piece mostly is whole.
      const known = before === undefined ? undefined : new Map<string, KnownSpan>();
      const minutes = addSpans(inserts, workspaceId, { experimentId, isMoved, completeness, spans, paths }, known);
      if (known !== undefined) growing.push([traceId, change, known]);
      inserts.addTrace({
        ...{ workspaceId, row, change, claimedUs },
        version: traceVersion(completeness, before?.version),
        eventPreview: previews.get(traceId) ?? '',
        firstMinute: Math.min(before?.firstMinute ?? Number.POSITIVE_INFINITY, minutes.first),
        lastMinute: Math.max(before?.lastMinute ?? 0, minutes.last),
      });
    }
    try {
      await inserts.insert(this.#database);
    } catch (error) {
      this.#hasRest = true;
      throw error;
    }
    for (const [traceId, change, known] of growing) this.#cache.put(`${workspaceId} ${traceId}`, change, known);
  }

  async #storeEvents(workspaceId: string, events: NonNullable<SpanBatch['events']>): Promise<void> {
    await insertEvents(this.#database, workspaceId, events, this.#clock);
    const telling = new Set(events.filter(({ preview = '' }) => preview !== '').map(({ traceId }) => traceId));
    if (telling.size === 0) return;
    const known = await knownTraces(this.#database, workspaceId, telling);
    const silent = [...known.values()].filter(([standing]) => standing?.hasPreview === false).flat();
    if (silent.length === 0) return;
    await this.#settle(workspaceId, silent, { keepsChange: true });
    await this.#mender.mendDeleted(workspaceId, [...telling]);
  }

  async #knownSpans(
    workspaceId: string,
    rows: readonly KnownTrace[],
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, KnownSpan>>> {
    const found = new Map<string, ReadonlyMap<string, KnownSpan>>();
    const unknown: KnownTrace[] = [];
    for (const [traceId, ofTrace] of Map.groupBy(rows, (row) => row.traceId)) {
      const cached = this.#cache.take(`${workspaceId} ${traceId}`, Math.max(...ofTrace.map(({ change }) => change)));
      if (cached === undefined) unknown.push(...ofTrace);
      else found.set(traceId, cached);
    }
    for (const [traceId, spans] of await knownSpans(this.#database, workspaceId, unknown)) found.set(traceId, spans);
    return found;
  }
}
