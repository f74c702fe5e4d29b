import type { Nanos, NanoUsd, StepKind } from '@tracewright/schema';

/**
 * A span as it is stored: the columns that lists, skeletons and aggregates need, and the span itself as it was sent.
 * Texts are '' and numbers -1 where the sender said nothing.
 */
export interface SpanRecord {
  /** 32 lower-case hex digits, never all zero. */
  readonly traceId: string;
  /** 16 lower-case hex digits, never all zero. */
  readonly spanId: string;
  /** '' for a root. */
  readonly parentSpanId: string;
  /** `tracewright.parent_span_id`: stands in where the parent was exported elsewhere. */
  readonly fallbackParentSpanId: string;
  readonly name: string;
  readonly kind: StepKind;
  /** OTLP's span kind, 0–5. */
  readonly otelKind: number;
  readonly startNs: Nanos;
  /** At or after the start; a pending span ends where it starts. */
  readonly endNs: Nanos;
  /** OTLP's status code: 0 unset, 1 ok, 2 error. */
  readonly statusCode: 0 | 1 | 2;
  /** Sent while it runs; an ended record of the same id replaces it. */
  readonly isPending: boolean;
  readonly service: string;
  readonly provider: string;
  readonly model: string;
  /** From start to first chunk, µs. */
  readonly ttftUs: number;
  /** Took its input as a stream: its own time includes waiting for the step before it. */
  readonly isStreamInput: boolean;
  /** As in `Usage`: input includes cached, output includes reasoning. -1: not reported. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly reasoningTokens: number;
  readonly isUsageEstimated: boolean;
  /** -1: unpriced or nothing to price. */
  readonly costNanoUsd: NanoUsd | -1;
  /** True where a part of the usage has no known price, or an answer came without any usage. */
  readonly isCostPartial: boolean;
  readonly costSource: string;
  readonly sessionId: string;
  readonly userId: string;
  /** Id of the tracking run. */
  readonly runId: string;
  readonly promptName: string;
  readonly promptVersion: string;
  /** First 120 characters of the input, for lists. */
  readonly preview: string;
  /** The span as an OTLP protobuf `Span` message, unknown fields included. */
  readonly payload: Uint8Array;
}

/** Spans of one request that share their origin. */
export interface SpanGroup {
  /** The origin as an OTLP protobuf `Resource` and `InstrumentationScope`: written once a chunk. */
  readonly resource: Uint8Array;
  readonly scope: Uint8Array;
  readonly spans: readonly SpanRecord[];
}

/** An event of a span that was sent apart from it, as a log record. */
export interface LateEvent {
  readonly traceId: string;
  readonly spanId: string;
  /** As an OTLP protobuf `Span.Event`. */
  readonly event: Uint8Array;
  /** The beginning of what a user says in it, for lists of traces whose spans say nothing. */
  readonly preview?: string;
}

/** What one commit stores. */
export interface SpanBatch {
  readonly workspaceId: string;
  /** Experiment of traces whose first root is in this batch. Ids are decimal strings; `0` is Default. */
  readonly experimentId: string;
  readonly groups: readonly SpanGroup[];
  /** Before or after their spans, which need never come. */
  readonly events?: readonly LateEvent[];
  /** How many spans the sender had to drop before these. */
  readonly droppedSpans?: number;
}
