import type { Nanos, NanoUsd, TraceOrder } from '@tracewright/schema';
import type { Expression } from '../../filter/expression.ts';
import type { SkeletonEncoding } from './encode-skeleton.ts';
import type { SpanQuestions } from './questions/span-questions.ts';
import type { LateEvent, SpanBatch, SpanRecord } from './span-record.ts';
import type { ExpiringSpans } from './span-retention.ts';
import type { StoreQuality } from './store-quality.ts';

/**
 * Where spans are kept. Every adapter passes the same contract test, `span-store.contract.ts`.
 *
 * The first ended record of a span id within a trace stands; later copies change nothing. A pending record is replaced
 * by an ended one. Spans of a trace may arrive in any order, over any number of batches and days.
 */
export interface SpanStore extends SpanQuestions, ExpiringSpans {
  /** Resolves once all batches are durable; they are committed together or not at all. */
  append(batches: readonly SpanBatch[]): Promise<void>;
  listTraces(query: TraceQuery): Promise<TracePage>;
  getTrace(workspaceId: string, traceId: string): Promise<TraceRow | undefined>;
  /** Every span of a trace, in order of start, parents before children where starts are equal. */
  getSpans(workspaceId: string, traceId: string): Promise<readonly SpanColumns[] | undefined>;
  /**
   * A trace laid out for its page: a `TraceSkeleton` as JSON, encoded where the spans are read, so that a large one
   * reaches the thread that answers HTTP as bytes it only hands on. The bytes, and their buffer, are the caller's.
   */
  getSkeleton(
    workspaceId: string,
    traceId: string,
    encoding: SkeletonEncoding,
  ): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Late events of the span stand at the end of its payload, in the order of their arrival, equal ones once. */
  getSpan(workspaceId: string, traceId: string, spanId: string): Promise<StoredSpan | undefined>;
  /**
   * The same of spans of any traces, in the order of `ids`, those that are not there left out: what lies side by side is
   * opened once. Some dozens at a time, since shorter questions wait meanwhile.
   */
  getSpansById(workspaceId: string, ids: readonly SpanIds[]): Promise<readonly StoredSpan[]>;
  /** The same as far as it was sent, in no order: where a store has its columns elsewhere, they are not read. */
  getSentSpans(workspaceId: string, ids: readonly SpanIds[]): Promise<readonly SentSpan[]>;
  /** All spans of a trace as {@link getSpan} gives them, in order of start; undefined if there is no such trace. */
  getStoredSpans(workspaceId: string, traceId: string): Promise<readonly StoredSpan[] | undefined>;
  /**
   * Traces as they were sent, to be copied: in the order of `traceIds`, as many from the front as have no more than
   * `maxBytes` of payloads together. What they lie in is opened once for all of them.
   */
  getStoredTraces(workspaceId: string, traceIds: readonly string[], maxBytes: number): Promise<StoredTracePage>;
  /** Traces changed since a cursor of an earlier answer, oldest change first. Start with 0. */
  changes(workspaceId: string, since: number, limit: number): Promise<ChangePage>;
  /** The same, of traces that belong to a tracking run alone. Asking costs nothing where there are none. */
  runTraces(workspaceId: string, since: number, limit: number): Promise<RunTracePage>;
  /**
   * Events that came apart from their spans, be those there or not, in the order of their arrival: somewhat more than
   * `limit` where several came at the same time. Start with 0.
   */
  lateEvents(workspaceId: string, since: number, limit: number): Promise<LateEventPage>;
  /** A cursor behind everything that has changed so far, deletions included; 0 where nothing has. */
  lastChange(workspaceId: string): Promise<number>;
  /** Of all workspaces; counted anew every few seconds at most. */
  stats(): Promise<StoreStats>;
  /** What is missing or odd in a workspace. */
  quality(workspaceId: string): Promise<StoreQuality>;
  /** Late events go with their trace. Unknown ids are ignored. @returns how many traces were there. */
  deleteTraces(workspaceId: string, traceIds: readonly string[]): Promise<number>;
  close(): Promise<void>;
}

/** What a store holds. */
export interface StoreStats {
  readonly traceCount: number;
  readonly spanCount: number;
  /** 0 where the store has none. */
  readonly chunkCount: number;
  readonly bytes: number;
  /** Traces that indexes by user and session do not hold yet; undefined where a store has none that lag. */
  readonly waitingTraces?: number;
  /** Traces by what is missing in them. */
  readonly quality: Readonly<Record<'unended' | 'orphaned' | 'unpriced' | 'estimated', number>>;
}

/** A span without its payload. */
export type SpanColumns = Omit<SpanRecord, 'payload'>;

/** Which span of which trace. */
export type SpanIds = Pick<SpanColumns, 'traceId' | 'spanId'>;

export interface StoredSpan {
  readonly record: SpanRecord;
  /** OTLP protobuf `Resource` and `InstrumentationScope`. */
  readonly resource: Uint8Array;
  readonly scope: Uint8Array;
}

/** What of a stored span its sender has said, without what was read out of it. */
export interface SentSpan extends SpanIds, Omit<StoredSpan, 'record'> {
  readonly payload: Uint8Array;
}

/** A trace as it was sent. */
export interface StoredTrace {
  readonly traceId: string;
  readonly experimentId: string;
  /**
   * As {@link SpanStore.getSpan} gives them, in no order; payloads may be parts of the same memory. Undefined where they
   * alone are more than was asked for: such a trace is read span by span.
   */
  readonly spans: readonly StoredSpan[] | undefined;
}

export interface StoredTracePage {
  /** Those that are there. */
  readonly traces: readonly StoredTrace[];
  /** How many of the ids that were asked for are dealt with, be their traces there or not; at least one. */
  readonly count: number;
}

export interface TraceQuery {
  readonly workspaceId: string;
  /** A filter on traces, with tags and feedback looked up. */
  readonly filter: Expression;
  /** Largest first, default `start`; where equal, the newest start first. */
  readonly order?: TraceOrder;
  /** 1–1,000. */
  readonly limit: number;
  /** Continue after this trace. */
  readonly after?: TraceKey;
}

/** Place of a trace in the list: value, start, then id, all descending. */
export interface TraceKey {
  /** What the list is sorted by, as `orderValue` gives it; left out where that is the start. */
  readonly value?: number;
  readonly startNs: Nanos;
  readonly traceId: string;
}

export interface TracePage {
  readonly rows: readonly TraceRow[];
  readonly hasMore: boolean;
  /**
   * Where the next page begins, if not behind the last row: the search took too long to go on, and the page is not full,
   * or a trace has changed since it was found.
   */
  readonly searchedTo?: TraceKey;
  readonly total: number;
  readonly isTotalEstimate: boolean;
}

export interface ChangePage {
  /** The same trace at most once. */
  readonly traceIds: readonly string[];
  /** Pass it to the next call. */
  readonly cursor: number;
}

export interface LateEventPage {
  readonly events: readonly LateEvent[];
  /** Pass it to the next call. */
  readonly cursor: number;
}

/** What a trace says of the run that it belongs to. */
export type RunTrace = Pick<
  TraceRow,
  | 'traceId'
  | 'runId'
  | 'durationUs'
  | 'status'
  | 'llmCount'
  | 'inputTokens'
  | 'outputTokens'
  | 'costNanoUsd'
  | 'isCostPartial'
>;

export interface RunTracePage {
  readonly traces: readonly RunTrace[];
  /** Pass it to the next call. */
  readonly cursor: number;
}

/** The summary of a trace, kept up to date with every append. Sums count each span once, and -1 means "none known". */
export interface TraceRow {
  readonly traceId: string;
  readonly experimentId: string;
  /** The first root by start, or the earliest span while no root has arrived. */
  readonly rootSpanId: string;
  readonly hasRoot: boolean;
  readonly name: string;
  readonly preview: string;
  readonly service: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly runId: string;
  /** First start and last end over all spans. */
  readonly startNs: Nanos;
  readonly endNs: Nanos;
  /** How long the trace took, as `TraceSummary.durationMs` defines it; whole microseconds. */
  readonly durationUs: number;
  /** From its beginning to the first token of any model call, as `TraceSummary.ttftMs` defines it; whole microseconds. */
  readonly ttftUs: number;
  /** Of the root; `running` while the root is pending. */
  readonly status: 'unset' | 'ok' | 'error' | 'running';
  readonly spanCount: number;
  readonly llmCount: number;
  readonly errorCount: number;
  /** Over spans that stand for a call (llm, embedding, reranker): totals repeated on agents and chains are left out. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costNanoUsd: NanoUsd | -1;
  readonly isCostPartial: boolean;
  readonly isUsageEstimated: boolean;
  /** Distinct; those that answer before those that embed, then the most called first. */
  readonly models: readonly string[];
}
