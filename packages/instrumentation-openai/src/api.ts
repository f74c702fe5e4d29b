import type { Attributes } from '@opentelemetry/api';
import type { Operation, OutputMessage, StepKind } from '@tracewright/schema';
import type { JsonObject } from './json-reading.ts';

/** One of the SDK's APIs: how its requests and answers read. Pure: knows neither spans nor promises. */
export interface Api {
  readonly operation: Operation;
  readonly kind: StepKind;
  /** From the request's body. Never content. */
  requestAttributes(body: JsonObject): Attributes;
  /** Content attributes of the request, made only where content is captured. */
  requestContent(body: JsonObject): readonly ContentAttribute[];
  answer(body: unknown): Answer;
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
  /** USD, where the answer itself names a cost; whether to believe it depends on the provider. */
  readonly reportedCostUsd?: number | undefined;
  /** Set where the provider reports a failure inside a successful response. */
  readonly failure?: AnswerFailure;
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
