import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { AggregateAnswer, FacetsAnswer, HistogramAnswer, Nanos, Page, SessionSummary } from '@tracewright/schema';
import { ApiError } from '../../../errors.ts';
import { unpackThreadError } from '../../thread-error.ts';
import { THREAD_LIMITS } from '../../thread-limits.ts';
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
  RunTracePage,
  SpanColumns,
  SpanStore,
  StoredSpan,
  StoreStats,
  TracePage,
  TraceQuery,
  TraceRow,
} from '../span-store.ts';
import type { StoreQuality } from '../store-quality.ts';
import type { FromQueryThread, QueryCall, QuerySettings, ToQueryThread } from './query-protocol.ts';

/** The entry lies beside this file, as source and as build. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './query-worker.ts' : './query-worker.js', import.meta.url);

/**
 * A span store for questions and deletions, answered on a thread of its own: reading a large trace must not hold up
 * requests. Appending is not among its methods.
 *
 * @throws StoreError if the file cannot be opened.
 */
export async function openSpanQueries(settings: QuerySettings): Promise<SpanStore> {
  return new SpanQueries(settings, await startThread(settings));
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A call as its method writes it; the thread's answer comes in the same type. */
type Unnumbered = QueryCall extends infer C ? (C extends QueryCall ? Omit<C, 'type' | 'id'> : never) : never;

class SpanQueries implements SpanStore {
  readonly #settings: QuerySettings;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Promise<Worker>;
  #lastId = 0;
  #isClosed = false;

  constructor(settings: QuerySettings, thread: Worker) {
    this.#settings = settings;
    this.#attach(thread);
    this.#thread = Promise.resolve(thread);
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

  getStoredSpans(workspaceId: string, traceId: string): Promise<readonly StoredSpan[] | undefined> {
    return this.#ask({ method: 'getStoredSpans', parameters: [workspaceId, traceId] });
  }

  changes(workspaceId: string, since: number, limit: number): Promise<ChangePage> {
    return this.#ask({ method: 'changes', parameters: [workspaceId, since, limit] });
  }

  runTraces(workspaceId: string, since: number, limit: number): Promise<RunTracePage> {
    return this.#ask({ method: 'runTraces', parameters: [workspaceId, since, limit] });
  }

  lastChange(workspaceId: string): Promise<number> {
    return this.#ask({ method: 'lastChange', parameters: [workspaceId] });
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
    if (this.#isClosed) return;
    this.#isClosed = true;
    const thread = await this.#thread.catch(() => undefined);
    if (thread === undefined) return;
    thread.ref();
    const exit = once(thread, 'exit');
    thread.postMessage({ type: 'close' } satisfies ToQueryThread);
    await exit;
  }

  /** `T` is what the method of the same name gives: the two sides share the store's own types. */
  async #ask<T>(call: Unnumbered): Promise<T> {
    if (this.#isClosed) throw new ApiError('TEMPORARILY_UNAVAILABLE', 'the store is closed');
    const thread = await this.#thread;
    const id = ++this.#lastId;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      thread.ref();
      thread.postMessage({ type: 'call', id, ...call } as ToQueryThread);
    });
  }

  /** An idle thread does not keep the process alive; a lost one is replaced. */
  #attach(thread: Worker): void {
    thread.unref();
    thread.on('message', (message: FromQueryThread) => {
      if (message.type !== 'answer' && message.type !== 'failure') return;
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (this.#waiting.size === 0) thread.unref();
      if (message.type === 'answer') waiting?.resolve(message.value);
      else waiting?.reject(unpackThreadError(message.error));
    });
    let cause: unknown;
    thread.on('error', (error) => {
      cause = error;
    });
    thread.on('exit', () => {
      for (const { reject } of this.#waiting.values()) {
        reject(new ApiError('TEMPORARILY_UNAVAILABLE', 'the query thread stopped', { cause }));
      }
      this.#waiting.clear();
      if (this.#isClosed) return;
      this.#thread = startThread(this.#settings).then((next) => {
        this.#attach(next);
        return next;
      });
      // Told to the next caller, who awaits the same promise.
      this.#thread.catch(() => {});
    });
  }
}

/** @throws StoreError as `openSqliteSpanStore` does. */
async function startThread(settings: QuerySettings): Promise<Worker> {
  const thread = new Worker(WORKER, {
    workerData: settings,
    name: 'tracewright-queries',
    resourceLimits: THREAD_LIMITS,
  });
  const [message] = (await once(thread, 'message')) as [FromQueryThread];
  if (message.type !== 'notReady') return thread;
  await thread.terminate();
  throw unpackThreadError(message.error);
}
