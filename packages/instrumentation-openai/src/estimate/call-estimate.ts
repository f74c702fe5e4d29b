import { quietly, type Step } from '@tracewright/instrumentation-core';
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
  /** A copy that the app does not reach: it may go on writing to its messages before the answer is complete. */
  readonly body: JsonObject;
  /** The model as requested. */
  readonly model: unknown;
  /** Content of the request where it has been read already. It is not shown here, only counted. */
  readonly content: readonly ContentAttribute[] | undefined;
}

/** Calls whose tokens are those of their texts. */
const COUNTED: readonly unknown[] = ['chat', 'text_completion', 'embeddings'] satisfies readonly Operation[];

/**
 * Whether a call's usage can be estimated: not where nothing can be counted, or where it is reported elsewhere, as that
 * of background responses when they are retrieved.
 */
export function isCountable(api: Api, body: JsonObject): boolean {
  return COUNTED.includes(api.operation) && body.background !== true;
}

/** Whether a stream will end without usage, so that the tokenizer can be loaded while the model writes. */
export function isSilent(api: Api, body: JsonObject): boolean {
  return api.reportsUsageIfAsked === true && body.stream === true && !asksForUsage(body);
}

/** The estimate that a call may come to need. */
export class CallEstimate {
  readonly #start: CallEstimateStart;
  /** What came last, as long as its usage is not known. */
  #answer: Answer | undefined;

  constructor(start: CallEstimateStart) {
    this.#start = start;
  }

  /** Takes an answer, or what has come of it, in place of the one before. */
  note(answer: Answer): void {
    this.#answer = isCounted(answer) ? undefined : answer;
  }

  /** Has the texts of the call counted, if there is an answer to be seen, whole or in part. Never throws. */
  settle(step: Step): void {
    const answer = this.#answer;
    if (answer !== undefined) quietly('estimating usage', () => estimateUsage(this.#start, step, answer));
  }
}

/** Whether a server has counted the tokens itself. */
function isCounted({ attributes }: Answer): boolean {
  return attributes[GEN_AI.usageInputTokens] !== undefined || attributes[GEN_AI.usageOutputTokens] !== undefined;
}

function estimateUsage(start: CallEstimateStart, step: Step, answer: Answer): void {
  const { api, body, estimator, model } = start;
  const isEmbedding = api.operation === 'embeddings';
  const messages = isEmbedding ? [] : answer.messages();
  const isAnswered = isEmbedding
    ? answer.attributes[GEN_AI.embeddingsDimensionCount] !== undefined
    : messages.length > 0;
  if (!isAnswered) return;
  const content = start.content ?? api.requestContent(body);
  estimator.estimate(step, countRequest(api, body, content, { ...answer, messages: () => messages }, model));
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
