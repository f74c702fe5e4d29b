import type { Step } from '@tracewright/instrumentation-core';
import { GEN_AI, type Operation } from '@tracewright/schema';
import type { Answer, Api, ContentAttribute } from '../api.ts';
import { asObject, asText, type JsonObject } from '../json-reading.ts';
import { inputText, outputText } from './countable-text.ts';
import { encodingOf } from './encoding.ts';
import type { CountRequest } from './token-counter.ts';
import type { UsageEstimator } from './usage-estimator.ts';

/** What an estimate of one call's usage is made from. */
export interface CallEstimateStart {
  readonly estimator: UsageEstimator;
  readonly api: Api;
  readonly body: JsonObject;
  /** The model as requested. */
  readonly model: unknown;
  /** Content of the request where it has been read already. It is not shown here, only counted. */
  readonly content: readonly ContentAttribute[] | undefined;
  /** Usage is asked for behind the app's back. */
  readonly isUsageAsked: boolean;
}

/** Calls whose tokens are those of their texts. */
const COUNTED: readonly unknown[] = ['chat', 'text_completion', 'embeddings'] satisfies readonly Operation[];

/** Estimates the usage of one call where its answer reports none. */
export class CallEstimate {
  readonly #start: CallEstimateStart;
  readonly #content: () => readonly ContentAttribute[];

  private constructor(start: CallEstimateStart) {
    this.#start = start;
    const { api, body, content } = start;
    // The app may go on writing to its list of messages before the answer is complete.
    const copy = content === undefined ? snapshot(body) : body;
    this.#content = () => content ?? api.requestContent(copy);
  }

  /** Undefined where nothing can be counted, or is reported elsewhere: background responses tell it when retrieved. */
  static of(start: CallEstimateStart): CallEstimate | undefined {
    const { api, body, estimator, isUsageAsked } = start;
    if (!COUNTED.includes(api.operation) || body.background === true) return undefined;
    // Such a stream ends without usage; the tokenizer can be loaded while the model writes.
    const isSilent = api.reportsUsageIfAsked && body.stream === true && !isUsageAsked && !asksForUsage(body);
    if (isSilent) estimator.prepare();
    return new CallEstimate(start);
  }

  /** Has the texts of the call counted, if there is an answer, whole or in part, and no server has counted them. */
  make(step: Step, answer: Answer): void {
    const { api, body, estimator, model } = this.#start;
    const { attributes } = answer;
    if (attributes[GEN_AI.usageInputTokens] !== undefined || attributes[GEN_AI.usageOutputTokens] !== undefined) return;
    const isEmbedding = api.operation === 'embeddings';
    const messages = isEmbedding ? [] : answer.messages();
    const isAnswered = isEmbedding ? attributes[GEN_AI.embeddingsDimensionCount] !== undefined : messages.length > 0;
    if (!isAnswered) return;
    const read = { ...answer, messages: () => messages };
    estimator.estimate(step, countRequest(api, body, this.#content(), read, model));
  }
}

/** What is to be counted of a call. @param model as requested */
export function countRequest(
  api: Api,
  body: JsonObject,
  content: readonly ContentAttribute[],
  answer: Answer,
  model: unknown,
): CountRequest {
  const isChat = api.operation === 'chat';
  return {
    encoding: encodingOf(asText(answer.attributes[GEN_AI.responseModel]) ?? asText(model)),
    input: isContinued(body) ? undefined : inputText(content, isChat, answerSchema(body)),
    output: api.operation === 'embeddings' ? undefined : outputText(answer.messages()),
  };
}

/** Whether the app itself asks for the usage of its stream. */
function asksForUsage(body: JsonObject): boolean {
  return asObject(body.stream_options).include_usage === true;
}

/** True where the server adds texts to the input that it keeps. */
function isContinued(body: JsonObject): boolean {
  if (body.previous_response_id != null || body.conversation != null) return true;
  return typeof body.prompt === 'object' && body.prompt !== null && !Array.isArray(body.prompt);
}

/** The JSON schema that a chat completion or a response has to follow. */
function answerSchema(body: JsonObject): unknown {
  return asObject(asObject(body.response_format).json_schema).schema ?? asObject(asObject(body.text).format).schema;
}

function snapshot(body: JsonObject): JsonObject {
  const copy: Record<string, unknown> = { ...body };
  for (const [name, value] of Object.entries(copy)) if (Array.isArray(value)) copy[name] = [...(value as unknown[])];
  return copy;
}
