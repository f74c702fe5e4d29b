import type { AggregateAnswer, FacetsAnswer, HistogramAnswer, Nanos, Page, SessionSummary } from '@tracewright/schema';
import { askerSignal } from '../../../asker.ts';
import type { SkeletonEncoding } from '../encode-skeleton.ts';
import type { AggregateRequest } from '../questions/aggregate.ts';
import type {
  FacetsRequest,
  HistogramRequest,
  SessionsRequest,
  SpanPage,
  SpanQuery,
} from '../questions/span-questions.ts';
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
  StoredTracePage,
  StoreStats,
  TracePage,
  TraceQuery,
  TraceRow,
} from '../span-store.ts';
import { ChangeCounter } from '../sqlite/change-counter.ts';
import type { StoreQuality } from '../store-quality.ts';
import { isQuick } from './is-quick.ts';
import type { QuerySettings, UnnumberedCall } from './query-protocol.ts';
import { QueryThread } from './query-thread.ts';

/**
 * A span store for questions and deletions, answered on threads of their own: reading a large trace must not hold up
 * requests, nor figures over all traces the page of one. Appending is not among its methods.
 *
 * @throws StoreError if the file cannot be opened, or the server not be asked.
 */
export async function openSpanQueries(settings: QuerySettings): Promise<SpanStore> {
  const queries = new SpanQueries(settings);
  try {
    await queries.ready();
    return queries;
  } catch (error) {
    await queries.close();
    throw error;
  }
}

class SpanQueries implements SpanStore {
  readonly #settings: QuerySettings;
  readonly #quick: QueryThread;
  /** For what takes longer; started when it is first asked. */
  #thorough: QueryThread | undefined;
  /** Opened once the thread has brought the tables up to date; a server is asked like any other question. */
  #counter: ChangeCounter | undefined;
  #isClosed = false;

  constructor(settings: QuerySettings) {
    this.#settings = settings;
    this.#quick = new QueryThread(settings);
  }

  /** @throws StoreError if the file cannot be opened. */
  async ready(): Promise<void> {
    await this.#quick.ready();
    if (this.#settings.spansUrl === undefined) this.#counter = new ChangeCounter(this.#settings.file);
  }

  async append(): Promise<void> {
    throw new TypeError('the query thread does not append');
  }

  listTraces(query: TraceQuery): Promise<TracePage> {
    return this.#ask({ method: 'listTraces', parameters: [query] });
  }

  getTrace(workspaceId: string, traceId: string): Promise<TraceRow | undefined> {
    return this.#ask({ method: 'getTrace', parameters: [workspaceId, traceId] });
  }

  getSpans(workspaceId: string, traceId: string): Promise<readonly SpanColumns[] | undefined> {
    return this.#ask({ method: 'getSpans', parameters: [workspaceId, traceId] });
  }

  getSkeleton(
    workspaceId: string,
    traceId: string,
    encoding: SkeletonEncoding,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#ask({ method: 'getSkeleton', parameters: [workspaceId, traceId, encoding] });
  }

  getSpan(workspaceId: string, traceId: string, spanId: string): Promise<StoredSpan | undefined> {
    return this.#ask({ method: 'getSpan', parameters: [workspaceId, traceId, spanId] });
  }

  getSpansById(workspaceId: string, ids: readonly SpanIds[]): Promise<readonly StoredSpan[]> {
    return this.#ask({ method: 'getSpansById', parameters: [workspaceId, ids] });
  }

  getSentSpans(workspaceId: string, ids: readonly SpanIds[]): Promise<readonly SentSpan[]> {
    return this.#ask({ method: 'getSentSpans', parameters: [workspaceId, ids] });
  }

  getStoredSpans(workspaceId: string, traceId: string): Promise<readonly StoredSpan[] | undefined> {
    return this.#ask({ method: 'getStoredSpans', parameters: [workspaceId, traceId] });
  }

  getStoredTraces(workspaceId: string, traceIds: readonly string[], maxBytes: number): Promise<StoredTracePage> {
    return this.#ask({ method: 'getStoredTraces', parameters: [workspaceId, traceIds, maxBytes] });
  }

  changes(workspaceId: string, since: number, limit: number): Promise<ChangePage> {
    return this.#ask({ method: 'changes', parameters: [workspaceId, since, limit] });
  }

  runTraces(workspaceId: string, since: number, limit: number): Promise<RunTracePage> {
    return this.#ask({ method: 'runTraces', parameters: [workspaceId, since, limit] });
  }

  lateEvents(workspaceId: string, since: number, limit: number): Promise<LateEventPage> {
    return this.#ask({ method: 'lateEvents', parameters: [workspaceId, since, limit] });
  }

  async lastChange(workspaceId: string): Promise<number> {
    return this.#counter?.lastChange(workspaceId) ?? this.#ask({ method: 'lastChange', parameters: [workspaceId] });
  }

  stats(): Promise<StoreStats> {
    return this.#ask({ method: 'stats', parameters: [] });
  }

  quality(workspaceId: string): Promise<StoreQuality> {
    return this.#ask({ method: 'quality', parameters: [workspaceId] });
  }

  deleteTraces(workspaceId: string, traceIds: readonly string[]): Promise<number> {
    return this.#ask({ method: 'deleteTraces', parameters: [workspaceId, traceIds] });
  }

  sizeBytes(): Promise<number> {
    return this.#ask({ method: 'sizeBytes', parameters: [] });
  }

  oldestTraces(query: OldestQuery): Promise<readonly string[]> {
    return this.#ask({ method: 'oldestTraces', parameters: [query] });
  }

  deleteLostEvents(workspaceId: string, receivedBefore: Nanos): Promise<number> {
    return this.#ask({ method: 'deleteLostEvents', parameters: [workspaceId, receivedBefore] });
  }

  aggregate(request: AggregateRequest): Promise<AggregateAnswer> {
    return this.#ask({ method: 'aggregate', parameters: [request] });
  }

  facets(request: FacetsRequest): Promise<FacetsAnswer> {
    return this.#ask({ method: 'facets', parameters: [request] });
  }

  histogram(request: HistogramRequest): Promise<HistogramAnswer> {
    return this.#ask({ method: 'histogram', parameters: [request] });
  }

  sessions(request: SessionsRequest): Promise<Page<SessionSummary>> {
    return this.#ask({ method: 'sessions', parameters: [request] });
  }

  listSpans(query: SpanQuery): Promise<SpanPage> {
    return this.#ask({ method: 'listSpans', parameters: [query] });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#counter?.close();
    this.#counter = undefined;
    await Promise.all([this.#quick.close(), this.#thorough?.close()]);
  }

  #ask<T>(call: UnnumberedCall): Promise<T> {
    if (this.#isClosed || this.#settings.isOneThread === true || isQuick(call)) return this.#quick.ask(call);
    this.#thorough ??= new QueryThread(this.#settings);
    return this.#thorough.ask(call, askerSignal());
  }
}
