import type { DatabaseSync } from 'node:sqlite';
import type { Nanos } from '@tracewright/schema';
import { BUSY_TIMEOUT_MS } from '../../sqlite-file.ts';
import { asSent } from '../as-sent.ts';
import { encodeSkeleton, type SkeletonEncoding } from '../encode-skeleton.ts';
import { withLateEvents } from '../late-events.ts';
import type { SpanQuestions } from '../questions/span-questions.ts';
import { sortSpans } from '../span-order.ts';
import type { SpanBatch } from '../span-record.ts';
import type { OldestQuery } from '../span-retention.ts';
import type {
  ChangePage,
  LateEventPage,
  RunTracePage,
  SentSpan,
  SpanColumns,
  SpanIds,
  SpanStore,
  StoredSpan,
  StoredTrace,
  StoredTracePage,
  StoreStats,
  TracePage,
  TraceQuery,
  TraceRow,
} from '../span-store.ts';
import type { StoreQuality } from '../store-quality.ts';
import { traceSkeleton } from '../trace-skeleton.ts';
import { SpanAppender } from './append-spans.ts';
import { idBytes, readId } from './chunk/id-bytes.ts';
import { type ChunkDamage, ChunkTable } from './chunk-table.ts';
import { ColumnSearch } from './columnar/column-search.ts';
import { HotColumns } from './columnar/hot-columns.ts';
import { TraceDeleter } from './delete-traces.ts';
import { DiskReserve } from './disk-reserve.ts';
import { LateEventTable } from './late-event-table.ts';
import { PATIENCE_MS, TraceList } from './list-traces.ts';
import { oldestTraces, usedBytes } from './oldest-traces.ts';
import { readQuality } from './quality-reader.ts';
import { readSkeletonSpans, readTraceSpans } from './read-spans.ts';
import { StoredTraceReader } from './read-stored-traces.ts';
import { SkeletonCache } from './skeleton-cache.ts';
import { openSpanDatabase } from './span-database.ts';
import { sqliteQuestions } from './sqlite-questions.ts';
import { StatementCache } from './statement-cache.ts';
import { StatsReader } from './stats-reader.ts';
import { SubjectIndexing } from './subject-indexing.ts';
import { textFileOf } from './text/text-database.ts';
import { TextIndex } from './text/text-index.ts';
import { type BesideChunks, NOTHING_BESIDE, TraceReader } from './trace-reader.ts';
import { TraceSets } from './trace-sets.ts';
import { readTraceRow, TRACE_COLUMNS } from './trace-table.ts';
import { consistently, immediately } from './transaction.ts';
import { Upkeep } from './upkeep.ts';
import { lockForWriting, type WriterLock } from './writer-lock.ts';

export interface SqliteSpanStoreOptions {
  /** Created, with its folder, if it is not there. */
  readonly file: string;
  /**
   * `writer` (the default) holds the store's one place for appending. `companion` reads and deletes beside it.
   * `readOnly` never writes; the file must be there.
   */
  readonly access?: 'writer' | 'companion' | 'readOnly';
  /** A writer that tidies up while nothing is appended, on its own thread. Default false. */
  readonly hasUpkeep?: boolean;
  /** Room that appending leaves on the disk, so that deletions can be written down. Default 32 MiB. */
  readonly reserveBytes?: number;
  /** How many traces may wait for the indexes by user and by session. Default 16,384. */
  readonly maxWaiting?: number;
  /** How long a question may look through single spans before it pauses with what it has found, ms. Default 1,000. */
  readonly patienceMs?: number;
  /** Told once per damaged chunk. Default: a process warning. */
  readonly onDamage?: (damage: ChunkDamage) => void;
}

/** A store that can be told how long to wait while another process has its file. */
export interface WaitingSpanStore extends SpanStore {
  /**
   * Appends parts in one commit, each asked for once the one before it is written, so that no two have to be in memory.
   * What asking throws is thrown, and nothing is stored.
   */
  appendTogether(parts: Iterable<readonly SpanBatch[]>): Promise<void>;
  /** From the next call on. Default {@link BUSY_TIMEOUT_MS}. */
  waitAtMost(ms: number): void;
}

/**
 * Opens a store of columnar chunks in one SQLite file. Its calls run on the calling thread until they are done.
 *
 * @throws StoreError if the file cannot be opened, is newer than this program, or another process appends to it.
 */
export function openSqliteSpanStore(options: SqliteSpanStoreOptions): WaitingSpanStore {
  const { file, access = 'writer' } = options;
  const lock = access === 'writer' ? lockForWriting(file) : undefined;
  try {
    const db = openSpanDatabase(file, access === 'readOnly');
    return new SqliteSpanStore(db, lock, options);
  } catch (error) {
    lock?.release();
    throw error;
  }
}

function warnOfDamage(file: string, { chunkId, reason }: ChunkDamage): void {
  process.emitWarning(`${file}: chunk ${chunkId} is damaged and left out: ${reason}`, { code: 'TRACEWRIGHT_DAMAGE' });
}

function warnOfUpkeep(file: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.emitWarning(`${file} could not be tidied up: ${reason}`, { code: 'TRACEWRIGHT_UPKEEP' });
}

interface FoundTrace {
  /** In the table of traces. */
  readonly id: number;
  readonly change: number;
  readonly experimentId: string;
}

class SqliteSpanStore implements WaitingSpanStore {
  readonly #db: DatabaseSync;
  readonly #lock: WriterLock | undefined;
  readonly #chunks: ChunkTable;
  readonly #list: TraceList;
  readonly #texts: TextIndex;
  readonly #stats: StatsReader;
  readonly #events: LateEventTable;
  readonly #statements: StatementCache;
  readonly #skeletons = new SkeletonCache();
  #waitMs = BUSY_TIMEOUT_MS;
  readonly aggregate: SpanQuestions['aggregate'];
  readonly facets: SpanQuestions['facets'];
  readonly histogram: SpanQuestions['histogram'];
  readonly sessions: SpanQuestions['sessions'];
  readonly listSpans: SpanQuestions['listSpans'];
  readonly #appender: SpanAppender | undefined;
  readonly #subjects: SubjectIndexing | undefined;
  readonly #deleter: TraceDeleter | undefined;
  readonly #reserve: DiskReserve | undefined;
  readonly #upkeep: Upkeep | undefined;

  constructor(db: DatabaseSync, lock: WriterLock | undefined, options: SqliteSpanStoreOptions) {
    const { file, access = 'writer', hasUpkeep = false, patienceMs = PATIENCE_MS, onDamage } = options;
    this.#db = db;
    this.#lock = lock;
    this.#chunks = new ChunkTable(db, onDamage ?? ((damage) => warnOfDamage(file, damage)));
    const sets = new TraceSets(db);
    const columns = new HotColumns(db, this.#chunks);
    this.#texts = new TextIndex(db, textFileOf(file), sets);
    this.#list = new TraceList(db, this.#chunks, this.#texts, new ColumnSearch(db, columns, sets), patienceMs);
    this.#events = new LateEventTable(db);
    this.#statements = new StatementCache(db);
    this.#stats = new StatsReader(db);
    const questions = sqliteQuestions(db, this.#list, this.#chunks, columns);
    this.aggregate = questions.aggregate;
    this.facets = questions.facets;
    this.histogram = questions.histogram;
    this.sessions = questions.sessions;
    this.listSpans = questions.listSpans;
    if (access === 'readOnly') return;
    this.#deleter = new TraceDeleter(db, this.#chunks);
    if (access === 'companion') return;
    this.#appender = new SpanAppender(db, this.#chunks);
    const subjects = new SubjectIndexing(db, options.maxWaiting);
    this.#subjects = subjects;
    this.#reserve = new DiskReserve(db, file, options.reserveBytes);
    if (hasUpkeep)
      this.#upkeep = new Upkeep(db, this.#chunks, this.#deleter, subjects, (error) => warnOfUpkeep(file, error));
  }

  waitAtMost(ms: number): void {
    if (ms === this.#waitMs) return;
    this.#db.exec(`PRAGMA busy_timeout = ${ms}`);
    this.#waitMs = ms;
  }

  async append(batches: readonly SpanBatch[]): Promise<void> {
    if (this.#appender === undefined) throw new TypeError('this store was not opened for appending');
    this.#upkeep?.postpone();
    this.#reserve?.check();
    const added = this.#appender.append(batches);
    this.#subjects?.added(added);
  }

  async appendTogether(parts: Iterable<readonly SpanBatch[]>): Promise<void> {
    if (this.#appender === undefined) throw new TypeError('this store was not opened for appending');
    this.#upkeep?.postpone();
    this.#reserve?.check();
    const added = this.#appender.appendTogether(parts);
    this.#subjects?.added(added);
  }

  async listTraces(query: TraceQuery): Promise<TracePage> {
    return this.#list.list(query);
  }

  async getTrace(workspaceId: string, traceId: string): Promise<TraceRow | undefined> {
    const row = this.#statements.get(
      `SELECT ${TRACE_COLUMNS} FROM traces WHERE workspace = (SELECT id FROM workspaces WHERE name = ?) AND trace_id = ?`,
      [workspaceId, idBytes(traceId)],
    );
    return row && this.#withPreview(workspaceId, readTraceRow(row));
  }

  async getSpans(workspaceId: string, traceId: string): Promise<readonly SpanColumns[] | undefined> {
    return consistently(this.#db, () => {
      const trace = this.#find(workspaceId, traceId);
      return trace === undefined ? undefined : sortSpans(readTraceSpans(this.#chunks, trace.id, traceId));
    });
  }

  async getSkeleton(
    workspaceId: string,
    traceId: string,
    encoding: SkeletonEncoding,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const found = consistently(this.#db, () => {
      const trace = this.#find(workspaceId, traceId);
      if (trace === undefined) return undefined;
      const known = this.#skeletons.get(trace.change, encoding);
      const spans = known === undefined ? sortSpans(readSkeletonSpans(this.#chunks, trace.id, traceId)) : [];
      return { change: trace.change, known, spans };
    });
    if (found === undefined || found.known !== undefined) return found?.known;
    const bytes = await encodeSkeleton(traceSkeleton(traceId, found.spans), encoding);
    this.#skeletons.put(found.change, encoding, bytes);
    return bytes;
  }

  async getSpan(workspaceId: string, traceId: string, spanId: string): Promise<StoredSpan | undefined> {
    const [span] = await this.getSpansById(workspaceId, [{ traceId, spanId }]);
    return span;
  }

  async getSpansById(workspaceId: string, ids: readonly SpanIds[]): Promise<readonly StoredSpan[]> {
    return consistently(this.#db, () => {
      const reader = new TraceReader(this.#chunks);
      const found = new Map<string, ReadonlyMap<string, StoredSpan>>();
      for (const [traceId, of] of Map.groupBy(ids, (each) => each.traceId)) {
        const trace = this.#find(workspaceId, traceId);
        const spanIds = new Set(of.map(({ spanId }) => spanId));
        if (trace !== undefined) found.set(traceId, reader.spansById(trace.id, traceId, spanIds));
      }
      return ids.flatMap(({ traceId, spanId }) => {
        const span = found.get(traceId)?.get(spanId);
        return span === undefined ? [] : [withLateEvents(span, this.#events.ofSpan(workspaceId, traceId, spanId))];
      });
    });
  }

  async getSentSpans(workspaceId: string, ids: readonly SpanIds[]): Promise<readonly SentSpan[]> {
    return (await this.getSpansById(workspaceId, ids)).map(asSent);
  }

  async getStoredSpans(workspaceId: string, traceId: string): Promise<readonly StoredSpan[] | undefined> {
    return consistently(this.#db, () => {
      const trace = this.#find(workspaceId, traceId);
      if (trace === undefined) return undefined;
      const byId = new Map(
        new TraceReader(this.#chunks).spans(trace.id, traceId).map((span) => [span.columns.spanId, span]),
      );
      return sortSpans([...byId.values()].map(({ columns }) => columns)).flatMap((columns): readonly StoredSpan[] => {
        const { payload, origin } = byId.get(columns.spanId)!;
        const bytes = payload();
        const from = origin();
        if (bytes === undefined || from === undefined) return [];
        const events = this.#events.ofSpan(workspaceId, traceId, columns.spanId);
        // A copy: the bytes are a part of a frame that holds many spans.
        return [withLateEvents({ record: { ...columns, payload: bytes.slice() }, ...from }, events)];
      });
    });
  }

  async getStoredTraces(workspaceId: string, traceIds: readonly string[], maxBytes: number): Promise<StoredTracePage> {
    return consistently(this.#db, () => {
      const beside = { ...NOTHING_BESIDE, ...(!this.#events.isEmpty && this.#eventsOf(workspaceId)) };
      const reader = new StoredTraceReader(new TraceReader(this.#chunks, beside), maxBytes);
      const traces: StoredTrace[] = [];
      for (const [index, traceId] of traceIds.entries()) {
        const found = this.#find(workspaceId, traceId);
        if (found === undefined) continue;
        const trace = reader.read(found.id, traceId, found.experimentId);
        if (trace === undefined) return { traces, count: index };
        traces.push(trace);
      }
      return { traces, count: traceIds.length };
    });
  }

  async changes(workspaceId: string, since: number, limit: number): Promise<ChangePage> {
    const rows = this.#statements.all(
      'SELECT trace_id, change FROM traces WHERE workspace = (SELECT id FROM workspaces WHERE name = ?)' +
        ' AND change > ? ORDER BY change LIMIT ?',
      [workspaceId, since, limit],
    );
    return {
      traceIds: rows.map((row) => readId(row.trace_id as Uint8Array, 0, 16)),
      cursor: Number(rows.at(-1)?.change ?? since),
    };
  }

  async runTraces(workspaceId: string, since: number, limit: number): Promise<RunTracePage> {
    const rows = this.#statements.all(
      `SELECT change, ${TRACE_COLUMNS} FROM traces WHERE workspace = (SELECT id FROM workspaces WHERE name = ?)` +
        " AND run_id <> '' AND change > ? ORDER BY change LIMIT ?",
      [workspaceId, since, limit],
    );
    return { traces: rows.map(readTraceRow), cursor: Number(rows.at(-1)?.change ?? since) };
  }

  async lastChange(workspaceId: string): Promise<number> {
    const row = this.#statements.get(
      'SELECT last_change AS change FROM counters WHERE EXISTS (SELECT 1 FROM workspaces WHERE name = ?)',
      [workspaceId],
    );
    return Number(row?.change ?? 0);
  }

  async stats(): Promise<StoreStats> {
    return this.#stats.read();
  }

  async quality(workspaceId: string): Promise<StoreQuality> {
    return consistently(this.#db, () => readQuality(this.#db, this.#texts, workspaceId));
  }

  async deleteTraces(workspaceId: string, traceIds: readonly string[]): Promise<number> {
    if (this.#deleter === undefined) throw new TypeError('this store was opened for reading only');
    const deleted = this.#deleter.delete(workspaceId, traceIds);
    this.#appender?.forget();
    return deleted;
  }

  async lateEvents(workspaceId: string, since: number, limit: number): Promise<LateEventPage> {
    return this.#events.page(workspaceId, since, limit);
  }

  async sizeBytes(): Promise<number> {
    return usedBytes(this.#db);
  }

  async oldestTraces(query: OldestQuery): Promise<readonly string[]> {
    return oldestTraces(this.#statements, query);
  }

  async deleteLostEvents(workspaceId: string, receivedBefore: Nanos): Promise<number> {
    return immediately(this.#db, () => this.#events.deleteLost(workspaceId, Number(receivedBefore / 1_000_000n)));
  }

  async close(): Promise<void> {
    this.#upkeep?.stop();
    this.#appender?.forget();
    this.#texts.close();
    if (this.#db.isOpen) this.#db.close();
    this.#lock?.release();
  }

  /** Where messages come only as logs, the trace is called by them. */
  #withPreview(workspaceId: string, row: TraceRow): TraceRow {
    if (row.preview !== '') return row;
    return { ...row, preview: this.#events.preview(workspaceId, row.traceId) };
  }

  #eventsOf(workspaceId: string): Pick<BesideChunks, 'lateEvents'> {
    return { lateEvents: (traceId, spanId) => this.#events.ofSpan(workspaceId, traceId, spanId) };
  }

  #find(workspaceId: string, traceId: string): FoundTrace | undefined {
    const row = this.#statements.get(
      'SELECT id, change, experiment_id FROM traces WHERE workspace = (SELECT id FROM workspaces WHERE name = ?) AND trace_id = ?',
      [workspaceId, idBytes(traceId)],
    );
    return row && { id: Number(row.id), change: Number(row.change), experimentId: String(row.experiment_id) };
  }
}
