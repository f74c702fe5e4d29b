import type { Message, OutputMessage, ToolDefinition } from '../message.ts';
import type { StepKind } from '../step-kind.ts';
import type { Usage } from '../usage.ts';
import type { Feedback, FeedbackValue } from './feedback.ts';

/** How a span or trace ended. `running` only where its pending record is all there is. */
export type Status = 'unset' | 'ok' | 'error' | 'running';

/**
 * Query of `GET /api/v1/traces`, all optional: conditions are joined by AND. Bad ones answer 400, and the message of a
 * filter that cannot be read ends in its column.
 */
export interface TraceListQuery {
  /** In the filter language; `GET /api/v1/filter-fields` names its fields. */
  readonly filter?: string;
  /** First and first excluded start: decimal nanoseconds since the Unix epoch. */
  readonly from?: string;
  readonly to?: string;
  /** `ok` is also what ended without saying how: `unset`. */
  readonly status?: Status;
  readonly model?: string;
  readonly experimentId?: string;
  readonly sessionId?: string;
  /** Largest first, start by default; those without a value come last. */
  readonly order?: TraceOrder | ScoreOrder;
  /** 1–1,000, default 50. */
  readonly limit?: string;
  /**
   * `nextCursor` of the page before. A page may hold fewer than `limit` though there is a next one: a search through
   * all spans pauses after a second, and goes on with the next page.
   */
  readonly cursor?: string;
}

/** What lists of traces can be sorted by. */
export type TraceOrder = 'start' | 'duration' | 'ttft' | 'cost' | 'tokens' | 'spans' | 'errors';

/**
 * By what was said of the traces under a name: the largest first or, with a minus, the smallest. Traces of which nothing
 * was said under that name, or words alone, are left out.
 */
export type ScoreOrder = `score.${string}` | `-score.${string}`;

/** A row of `GET /api/v1/traces` and the head of `GET /api/v1/traces/:id`. */
export interface TraceSummary {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** Name of the first root, or of the earliest span while no root has arrived. */
  readonly name: string;
  /** First start of all spans: decimal string of nanoseconds since the Unix epoch. */
  readonly startNs: string;
  /**
   * To the microsecond, the same figure everywhere. A trace with exactly one root (a span whose parent is not among
   * the others) lasts as long as its root; while that runs, up to the last start or end that is known. Without such a
   * root, or where it has no length, the trace lasts from the first start to the last end of all its spans. So spans
   * that go on after the only root, or began before it by a clock that disagrees, are not in it.
   */
  readonly durationMs: number;
  /**
   * From the beginning of the time that `durationMs` measures to the first token of any model call; null where none is
   * known to have come within it.
   */
  readonly ttftMs: number | null;
  readonly status: Status;
  readonly spanCount: number;
  readonly llmCount: number;
  readonly errorCount: number;
  /** Each token counted once; null where no span reported any. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** USD; null where nothing in the trace could be priced. */
  readonly costUsd: number | null;
  /**
   * True where `costUsd` is a lower bound: a part of the usage has no known price, or a call was answered without saying
   * what it used.
   */
  readonly isCostPartial: boolean;
  /** True where any of the usage was estimated. */
  readonly isUsageEstimated: boolean;
  /** Distinct models; those that answer before those that embed, then the most called first. */
  readonly models: readonly string[];
  readonly service: string | null;
  readonly experimentId: string;
  readonly sessionId: string | null;
  readonly userId: string | null;
  /** First 120 characters of the root's input. */
  readonly preview: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** What was said of the trace and its spans. */
  readonly scores: readonly TraceScore[];
}

/** All feedback of one name on a trace. */
export interface TraceScore {
  readonly name: string;
  /**
   * Where all say the same, that; else the mean of numbers and of booleans, true counting as 1 and false as 0, and of
   * texts the newest.
   */
  readonly value: FeedbackValue;
  readonly count: number;
}

/** `GET /api/v1/traces/:id`. */
export interface TraceDetail extends TraceSummary {
  readonly feedback: readonly Feedback[];
}

/**
 * `GET /api/v1/traces/:id/skeleton`: every span of a trace as parallel arrays, in order of start. Offsets and lengths
 * are integer microseconds; start and end are rounded one by one, so that a child within its parent stays within it.
 */
export interface TraceSkeleton {
  readonly traceId: string;
  readonly startNs: string;
  /** From the first start to the last end. */
  readonly durationUs: number;
  /** How many spans the trace has in all; the arrays hold as many unless they say so by their length. */
  readonly spanCount: number;
  /** Dictionaries that `name`, `model` and `service` point into. */
  readonly names: readonly string[];
  readonly models: readonly string[];
  readonly services: readonly string[];
  /** 16 lower-case hex digits each. */
  readonly spanId: readonly string[];
  /** Index of the parent in these arrays, -1 for a root or where the parent has not arrived. */
  readonly parent: readonly number[];
  readonly name: readonly number[];
  /** Index into `STEP_KINDS`. */
  readonly kind: readonly number[];
  /** OTel's span kind as in OTLP: 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly otelKind: readonly number[];
  readonly startUs: readonly number[];
  readonly lengthUs: readonly number[];
  /** From the span's start to its first chunk, -1 where unknown. */
  readonly ttftUs: readonly number[];
  /** 1 where the span took its input as a stream, so that its own time includes waiting for the step before it; else 0. */
  readonly streamInput: readonly number[];
  /** -1 where unknown. */
  readonly inputTokens: readonly number[];
  readonly outputTokens: readonly number[];
  /** USD, -1 where unpriced. */
  readonly costUsd: readonly number[];
  /** Index into `models`, -1 where there is none. */
  readonly model: readonly number[];
  readonly service: readonly number[];
  /** 0 unset, 1 ok, 2 error, 3 running. */
  readonly status: readonly number[];
}

/** `GET /api/v1/traces/:id/spans/:spanId`. */
export interface SpanDetail {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: StepKind;
  readonly otelKind: number;
  readonly startNs: string;
  readonly durationMs: number;
  readonly status: Status;
  readonly statusMessage: string | null;
  readonly ttftMs: number | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly usage: Usage;
  readonly isUsageEstimated: boolean;
  readonly cost: SpanCost | null;
  readonly content: SpanContent;
  /** As sent, bytes as base64. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly resource: Readonly<Record<string, unknown>>;
  readonly scope: { readonly name: string; readonly version: string };
}

/** What a span cost. The parts are disjoint and add up to the total. */
export interface SpanCost {
  readonly totalUsd: number | null;
  readonly partsUsd: Readonly<Record<string, number>>;
  readonly unpriced: readonly string[];
  readonly source: string;
}

/** What went into a step and came out of it, in one form whatever dialect it was sent in. */
export interface SpanContent {
  readonly system: readonly Message[];
  readonly inputMessages: readonly Message[];
  readonly outputMessages: readonly OutputMessage[];
  readonly tools: readonly ToolDefinition[];
  readonly documents: readonly RetrievedDocument[];
  /** Input and output of a step that is not a conversation: parsed JSON where it was JSON, else text. */
  readonly input?: unknown;
  readonly output?: unknown;
  /** Names of attributes that were cut by the sender. */
  readonly truncated: readonly string[];
}

export interface RetrievedDocument {
  readonly id?: string;
  readonly content?: string;
  readonly score?: number;
  readonly metadata?: unknown;
}

export interface SpanEvent {
  readonly name: string;
  readonly timeNs: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}
