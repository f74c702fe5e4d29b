import type { Nanos } from '@tracewright/schema';
import { IdleWork } from '../../../idle-work.ts';
import { OneAtATime } from '../../../one-at-a-time.ts';
import { encodeSkeleton, type SkeletonEncoding } from '../encode-skeleton.ts';
import type { Reprice, Repriced, TimeRange } from '../reprice.ts';
import type { SpanBatch } from '../span-record.ts';
import type { OldestQuery } from '../span-retention.ts';
import type {
  LateEventPage,
  SentSpan,
  SpanColumns,
  SpanIds,
  SpanStore,
  StoredSpan,
  StoredTracePage,
  TraceRow,
} from '../span-store.ts';
import { traceSkeleton } from '../trace-skeleton.ts';
import type { ClickHouseDatabase } from './clickhouse-database.ts';
import { dropOldCells } from './questions/cells/part-cells.ts';
import { type ClickHouseQuestions, clickHouseQuestions } from './questions/clickhouse-questions.ts';
import { oldestTraces } from './read/oldest-traces.ts';
import { TraceReader } from './read/read-trace.ts';
import { storedBytes } from './read/stored-size.ts';
import { storedTraces } from './read/stored-traces.ts';
import { SpanAppender } from './write/append-spans.ts';
import { ChangeClock, type SharedClock } from './write/change-clock.ts';
import { TraceDeleter } from './write/delete-traces.ts';
import { lateEventsSince } from './write/late-events.ts';
import { DeletedRows } from './write/purge-deleted.ts';
import { TraceRepricer } from './write/reprice-traces.ts';

/** So long after an append that has failed it is looked for what it has left, should no other come. */
const REST_MS = 10_000;

/** Keeps spans in ClickHouse. Any number of these may stand on one database, in any number of processes. */
export class ClickHouseSpanStore implements SpanStore {
  readonly #database: ClickHouseDatabase;
  readonly #appender: SpanAppender;
  readonly #deleter: TraceDeleter;
  readonly #deletedRows: DeletedRows;
  readonly #reader: TraceReader;
  readonly #turns = new OneAtATime();
  readonly #rest: IdleWork;
  #isClosed = false;
  readonly #closeQuestions: ClickHouseQuestions['close'];
  readonly listTraces: ClickHouseQuestions['listTraces'];
  readonly aggregate: ClickHouseQuestions['aggregate'];
  readonly facets: ClickHouseQuestions['facets'];
  readonly histogram: ClickHouseQuestions['histogram'];
  readonly sessions: ClickHouseQuestions['sessions'];
  readonly listSpans: ClickHouseQuestions['listSpans'];
  readonly changes: ClickHouseQuestions['changes'];
  readonly runTraces: ClickHouseQuestions['runTraces'];
  readonly lastChange: ClickHouseQuestions['lastChange'];
  readonly stats: ClickHouseQuestions['stats'];
  readonly quality: ClickHouseQuestions['quality'];

  /**
   * @param database has its tables
   * @param shared shows what the server's clock shows
   */
  constructor(database: ClickHouseDatabase, shared: SharedClock, restMs: number = REST_MS) {
    this.#rest = new IdleWork(restMs, () => void this.sumUpRest());
    const clock = new ChangeClock(shared);
    const questions = clickHouseQuestions(database);
    this.#closeQuestions = questions.close;
    this.#database = database;
    this.#appender = new SpanAppender(database, clock);
    this.#deleter = new TraceDeleter(database, clock);
    this.#deletedRows = new DeletedRows(database);
    // Whoever took rows out may have ended before they left the disk.
    this.#deletedRows.purgeSoon();
    this.#reader = new TraceReader(database);
    this.listTraces = questions.listTraces;
    this.aggregate = questions.aggregate;
    this.facets = questions.facets;
    this.histogram = questions.histogram;
    this.sessions = questions.sessions;
    this.listSpans = questions.listSpans;
    this.changes = questions.changes;
    this.runTraces = questions.runTraces;
    this.lastChange = questions.lastChange;
    this.stats = questions.stats;
    this.quality = questions.quality;
  }

  /** Sums up what an append that failed half-way has left without a summary, here or elsewhere; again soon where that cannot be done. */
  sumUpRest(): Promise<void> {
    return this.#alone(() => this.#appender.sumUpRest()).finally(() => this.#sumUpSoon());
  }

  append(batches: readonly SpanBatch[]): Promise<void> {
    return this.#alone(() => this.#appender.append(batches)).finally(() => this.#sumUpSoon());
  }

  getTrace(workspaceId: string, traceId: string): Promise<TraceRow | undefined> {
    return this.#reader.row(workspaceId, traceId);
  }

  getSpans(workspaceId: string, traceId: string): Promise<readonly SpanColumns[] | undefined> {
    return this.#reader.columns(workspaceId, traceId);
  }

  async getSkeleton(
    workspaceId: string,
    traceId: string,
    encoding: SkeletonEncoding,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const spans = await this.#reader.columns(workspaceId, traceId);
    return spans && encodeSkeleton(traceSkeleton(traceId, spans), encoding);
  }

  async getSpan(workspaceId: string, traceId: string, spanId: string): Promise<StoredSpan | undefined> {
    const [span] = await this.#reader.some(workspaceId, [{ traceId, spanId }]);
    return span;
  }

  getSpansById(workspaceId: string, ids: readonly SpanIds[]): Promise<readonly StoredSpan[]> {
    return this.#reader.some(workspaceId, ids);
  }

  getSentSpans(workspaceId: string, ids: readonly SpanIds[]): Promise<readonly SentSpan[]> {
    return this.#reader.sent(workspaceId, ids);
  }

  getStoredSpans(workspaceId: string, traceId: string): Promise<readonly StoredSpan[] | undefined> {
    return this.#reader.whole(workspaceId, traceId);
  }

  getStoredTraces(workspaceId: string, traceIds: readonly string[], maxBytes: number): Promise<StoredTracePage> {
    return storedTraces(this.#database, workspaceId, traceIds, maxBytes);
  }

  lateEvents(workspaceId: string, since: number, limit: number): Promise<LateEventPage> {
    return lateEventsSince(this.#database, workspaceId, since, limit);
  }

  deleteTraces(workspaceId: string, traceIds: readonly string[]): Promise<number> {
    return this.#alone(async () => {
      this.#appender.forget();
      const count = await this.#deleter.delete(workspaceId, traceIds);
      await this.#appender.mend(workspaceId, traceIds);
      this.#deletedRows.purgeSoon();
      await dropOldCells(this.#database);
      return count;
    });
  }

  /** Gives the spans of a time their costs anew. */
  reprice(range: TimeRange, reprice: Reprice): Promise<Repriced> {
    return new TraceRepricer(this.#database, this.#appender).reprice(range, reprice, (work) => this.#alone(work));
  }

  sizeBytes(): Promise<number> {
    return storedBytes(this.#database);
  }

  oldestTraces(query: OldestQuery): Promise<readonly string[]> {
    return oldestTraces(this.#database, query);
  }

  deleteLostEvents(workspaceId: string, receivedBefore: Nanos): Promise<number> {
    return this.#deleter.deleteLostEvents(workspaceId, receivedBefore);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#rest.stop();
    await this.#closeQuestions();
    await this.#alone(async () => this.#appender.close());
    await this.#deletedRows.close();
    await this.#database.close();
  }

  #sumUpSoon(): void {
    if (this.#appender.hasRest && !this.#isClosed) this.#rest.postpone();
  }

  /** What one append has found out holds until it is done. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.run('write', work);
  }
}
