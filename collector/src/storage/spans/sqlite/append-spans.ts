import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Arrival, gather } from '../arrivals.ts';
import { replaces } from '../record-rule.ts';
import type { SpanBatch, SpanRecord } from '../span-record.ts';
import { summarise } from '../trace-summary.ts';
import { ArrivalCounts } from './arrival-counts.ts';
import { planChunks } from './chunk/chunk-plan.ts';
import type { ChunkTable } from './chunk-table.ts';
import { DuplicateTable } from './duplicate-table.ts';
import { LateEventTable } from './late-event-table.ts';
import { readTraceSpans } from './read-spans.ts';
import { RecentChunk } from './recent-chunk.ts';
import { type CachedSpans, cachedColumns, TraceCache } from './trace-cache.ts';
import { TraceTable } from './trace-table.ts';
import { immediately } from './transaction.ts';

/** Batches with what is to be written of them. */
interface Gathered {
  readonly batches: readonly SpanBatch[];
  readonly workspaces: ReadonlyMap<string, ReadonlyMap<string, Arrival>>;
  readonly withEvents: readonly SpanBatch[];
}

/** Undefined where there is nothing to write. */
function gatherAll(batches: readonly SpanBatch[]): Gathered | undefined {
  const workspaces = gather(batches);
  const withEvents = batches.filter(({ events }) => events !== undefined && events.length > 0);
  const hasDrops = batches.some(({ droppedSpans = 0 }) => droppedSpans > 0);
  return workspaces.size > 0 || withEvents.length > 0 || hasDrops ? { batches, workspaces, withEvents } : undefined;
}

/** Stores spans: one transaction an append. */
export class SpanAppender {
  readonly #db: DatabaseSync;
  readonly #chunks: ChunkTable;
  readonly #traces: TraceTable;
  readonly #cache: TraceCache;
  readonly #recent: RecentChunk;
  readonly #events: LateEventTable;
  readonly #counts: ArrivalCounts;
  readonly #duplicates: DuplicateTable;
  readonly #counters: StatementSync;
  readonly #setCounters: StatementSync;
  readonly #workspace: StatementSync;
  readonly #count: StatementSync;

  constructor(db: DatabaseSync, chunks: ChunkTable) {
    this.#db = db;
    this.#chunks = chunks;
    this.#traces = new TraceTable(db);
    this.#cache = new TraceCache(db);
    this.#recent = new RecentChunk(chunks);
    this.#events = new LateEventTable(db);
    this.#counts = new ArrivalCounts(db);
    this.#duplicates = new DuplicateTable(db);
    this.#counters = db.prepare('SELECT last_chunk, last_change FROM counters');
    this.#setCounters = db.prepare('UPDATE counters SET last_chunk = ?, last_change = ?');
    // An upsert, not an insert or ignore: only that returns the row of a known name.
    this.#workspace = db.prepare(
      'INSERT INTO workspaces(name) VALUES (?) ON CONFLICT(name) DO UPDATE SET name = excluded.name RETURNING id',
    );
    this.#count = db.prepare('UPDATE workspaces SET trace_count = trace_count + ? WHERE id = ?');
  }

  /** @returns how many traces are new, at most. */
  append(batches: readonly SpanBatch[]): number {
    const gathered = gatherAll(batches);
    return gathered === undefined ? 0 : this.#write(() => this.#storeGathered(gathered));
  }

  /** The same of several parts in one transaction, each asked for once the one before it is written. */
  appendTogether(parts: Iterable<readonly SpanBatch[]>): number {
    return this.#write(() => {
      const iterator = parts[Symbol.iterator]();
      let added = 0;
      for (let more = this.#storeNext(iterator); more !== undefined; more = this.#storeNext(iterator)) added += more;
      return added;
    });
  }

  /** In a call of its own: a part that is stored is nobody's any more while the next one is made. */
  #storeNext(parts: Iterator<readonly SpanBatch[]>): number | undefined {
    const { done, value: batches } = parts.next();
    if (done === true) return undefined;
    const gathered = gatherAll(batches);
    return gathered === undefined ? 0 : this.#storeGathered(gathered);
  }

  #write(work: () => number): number {
    try {
      return immediately(this.#db, work);
    } catch (error) {
      // It may hold spans that have been rolled back.
      this.#cache.clear();
      throw error;
    } finally {
      this.#recent.forget();
    }
  }

  #storeGathered({ batches, workspaces, withEvents }: Gathered): number {
    if (workspaces.size > 0) this.#storeAll(workspaces);
    for (const batch of withEvents) this.#storeEvents(batch);
    for (const { workspaceId, droppedSpans = 0 } of batches) this.#storeDrops(workspaceId, droppedSpans);
    this.#recent.forget();
    return [...workspaces.values()].reduce((sum, arrivals) => sum + arrivals.size, 0);
  }

  /** To be called when this connection has taken traces out. */
  forget(): void {
    this.#cache.clear();
  }

  #storeAll(workspaces: ReadonlyMap<string, ReadonlyMap<string, Arrival>>): void {
    this.#cache.refresh();
    const row = this.#counters.get();
    const counters = { chunk: Number(row?.last_chunk), change: Number(row?.last_change) };
    for (const [workspaceId, arrivals] of workspaces) this.#store(workspaceId, arrivals.values(), counters);
    this.#setCounters.run(counters.chunk, counters.change);
  }

  #storeDrops(workspaceId: string, droppedSpans: number): void {
    if (droppedSpans === 0) return;
    this.#counts.add(Number(this.#workspace.get(workspaceId)?.id), 'dropped', droppedSpans);
  }

  #storeEvents({ workspaceId, events = [] }: SpanBatch): void {
    const workspace = Number(this.#workspace.get(workspaceId)?.id);
    for (const event of events) this.#events.add(workspace, event);
  }

  #store(workspaceId: string, arrivals: Iterable<Arrival>, counters: { chunk: number; change: number }): void {
    const workspace = Number(this.#workspace.get(workspaceId)?.id);
    const written: Arrival[] = [];
    const ids = new Map<Arrival, number>();
    let added = 0;
    let copies = 0;
    for (const arrival of arrivals) {
      const change = counters.change + 1;
      const claim = arrival.claims[0];
      const experimentId = claim?.experimentId ?? arrival.firstExperimentId;
      const summary = summarise(arrival.traceId, experimentId, arrival.spans);
      let id = this.#traces.insert(workspace, summary, claim !== undefined, change);
      if (id === undefined) id = this.#extend(workspace, arrival, change);
      else {
        added++;
        this.#duplicates.add(id, arrival.copies);
      }
      copies += arrival.copies;
      if (id === undefined) continue;
      counters.change = change;
      written.push(arrival);
      ids.set(arrival, id);
    }
    for (const segments of planChunks(written)) {
      const chunk = ++counters.chunk;
      this.#chunks.insert(chunk, workspace, segments);
      for (const { trace } of segments) this.#chunks.link(ids.get(trace)!, chunk);
    }
    if (added > 0) this.#count.run(added, workspace);
    this.#counts.add(workspace, 'duplicated', copies);
  }

  /** Adds spans to a stored trace. @returns its id, or undefined if all of them are copies of what is stored. */
  #extend(workspace: number, arrival: Arrival, change: number): number | undefined {
    const trace = this.#traces.find(workspace, arrival.traceId);
    if (trace === undefined) throw new Error(`trace ${arrival.traceId} is neither new nor stored`);
    const stored = this.#cache.take(trace.id) ?? this.#load(trace.id, arrival.traceId);
    const isWanted = (span: SpanRecord): boolean => {
      const known = stored.get(span.spanId);
      return known === undefined || replaces(span, known);
    };
    for (const span of arrival.spans) {
      const known = stored.get(span.spanId);
      if (known !== undefined) arrival.meets(span, known);
    }
    const claim = trace.isSettled ? undefined : arrival.claims.find(({ root }) => isWanted(root));
    this.#duplicates.add(trace.id, arrival.copies);
    arrival.keep(isWanted);
    for (const span of arrival.spans) stored.set(span.spanId, cachedColumns(span));
    this.#cache.put(trace.id, stored);
    if (arrival.spans.length === 0) return undefined;
    const summary = summarise(arrival.traceId, claim?.experimentId ?? trace.experimentId, [...stored.values()]);
    this.#traces.update(trace.id, summary, trace.isSettled || claim !== undefined, change);
    return trace.id;
  }

  #load(trace: number, traceId: string): CachedSpans {
    const spans = readTraceSpans(this.#recent, trace, traceId);
    return new Map(spans.map((span) => [span.spanId, cachedColumns(span)]));
  }
}
