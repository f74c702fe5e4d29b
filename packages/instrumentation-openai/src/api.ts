import type { Attributes, SpanContext } from '@opentelemetry/api';
import type { Operation, OutputMessage, StepKind } from '@tracewright/schema';
import type { JsonObject } from './json-reading.ts';

/** One of the SDK's APIs: how its requests and answers read. Knows neither spans nor promises. */
export interface Api {
  /** What its spans are called, before the model's name. */
  readonly name: string;
  /** Absent where the conventions have no word for it. */
  readonly operation?: Operation;
  readonly kind: StepKind;
  /** The request among a method's arguments. Default: the first of them. */
  request?(args: readonly unknown[]): JsonObject;
  /** From the request's body. Never content. The caller's own, to be added to. */
  requestAttributes(body: JsonObject): Attributes;
  /** Short texts of the request that are content all the same. */
  requestLabels?(body: JsonObject): Attributes | undefined;
  /** Content attributes of the request, made only where content is captured. */
  requestContent(body: JsonObject): readonly ContentAttribute[];
  /** The span that an earlier call of this process made, and that a call with this request goes back to. */
  origin?(request: JsonObject): SpanContext | undefined;
  answer(body: unknown): Answer;
  /** Told of each answer, or of what has come of it, once it is written down on a span. */
  written?(body: unknown, span: SpanContext): void;
  /** True where a stream reports its usage only if `stream_options.include_usage` asks for it. */
  readonly reportsUsageIfAsked?: boolean;
  /** Undefined where the API does not stream. */
  readonly stream?: (keepContent: boolean) => StreamReader;
}

export type ContentAttribute = readonly [attribute: string, value: unknown];

/** What is to be said about an answer. */
export interface Answer {
  /** Never content. */
  readonly attributes: Attributes;
  /** Called only where content is captured. */
  readonly messages: () => readonly OutputMessage[];
  /** What else there is to show. Called only where content is captured. */
  readonly content?: () => readonly ContentAttribute[];
  /** USD, where the answer itself names a cost; whether to believe it depends on the provider. */
  readonly reportedCostUsd?: number | undefined;
  /** Set where the provider reports a failure inside a successful response. */
  readonly failure?: AnswerFailure | undefined;
}

export interface AnswerFailure {
  /** Low cardinality, for `error.type`. */
  readonly type: string;
  readonly message: string;
}

/** Puts the chunks of a stream together, without keeping any of them. */
export interface StreamReader {
  /** Returns whether the chunk carried a part of the answer, rather than only news about its progress. */
  add(chunk: unknown): boolean;
  /** What has come so far; complete or not. */
  answer(): Answer;
  /** The fields that tell which server answered. */
  readonly identity: JsonObject;
}
