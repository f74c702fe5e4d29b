import type { Attributes } from '@opentelemetry/api';
import { GEN_AI, OPENAI } from '@tracewright/schema';
import type { Answer, Api, ContentAttribute } from './api.ts';
import { chatInputMessages, chatOutputMessage, chatTools } from './chat-messages.ts';
import { ChatStreamReader } from './chat-stream.ts';
import { asList, asNumber, asObject, asText, type JsonObject } from './json-reading.ts';
import { chatUsage, reportedCostUsd, usageAttributes } from './usage-attributes.ts';

/** `chat.completions.create`, and whatever of the SDK stands on it. */
export const CHAT_API: Api = {
  operation: 'chat',
  kind: 'llm',
  requestAttributes: chatRequestAttributes,
  requestContent: chatRequestContent,
  answer: chatAnswer,
  stream: (keepContent) => new ChatStreamReader(keepContent, chatAnswer),
};

function chatRequestAttributes(body: JsonObject): Attributes {
  const choices = asNumber(body.n);
  const tier = asText(body.service_tier);
  return {
    [OPENAI.apiType]: 'chat_completions',
    [GEN_AI.requestModel]: asText(body.model),
    [GEN_AI.requestMaxTokens]: asNumber(body.max_completion_tokens) ?? asNumber(body.max_tokens),
    [GEN_AI.requestTemperature]: asNumber(body.temperature),
    [GEN_AI.requestTopP]: asNumber(body.top_p),
    [GEN_AI.requestFrequencyPenalty]: asNumber(body.frequency_penalty),
    [GEN_AI.requestPresencePenalty]: asNumber(body.presence_penalty),
    [GEN_AI.requestStopSequences]: stopSequences(body.stop),
    [GEN_AI.requestSeed]: asNumber(body.seed),
    [GEN_AI.requestStream]: body.stream === true ? true : undefined,
    [GEN_AI.requestChoiceCount]: choices === 1 ? undefined : choices,
    [GEN_AI.requestReasoningLevel]: asText(body.reasoning_effort),
    [GEN_AI.outputType]: outputType(body),
    [OPENAI.requestServiceTier]: tier === 'auto' ? undefined : tier,
  };
}

function chatRequestContent(body: JsonObject): readonly ContentAttribute[] {
  const tools = chatTools(body);
  return [
    [GEN_AI.inputMessages, chatInputMessages(body.messages)],
    ...(tools.length === 0 ? [] : ([[GEN_AI.toolDefinitions, tools]] satisfies ContentAttribute[])),
  ];
}

/** Reads a chat completion, or one that was put together from a stream. */
function chatAnswer(value: unknown): Answer {
  const body = asObject(value);
  const choices = asList(body.choices)
    .map(asObject)
    .sort((a, b) => (asNumber(a.index) ?? 0) - (asNumber(b.index) ?? 0));
  const reasons = choices.map((choice) => asText(choice.finish_reason));
  const usage = asObject(body.usage);
  return {
    attributes: {
      [GEN_AI.responseId]: asText(body.id),
      [GEN_AI.responseModel]: asText(body.model),
      // A position without a reason, beside others that have one, was broken off.
      [GEN_AI.responseFinishReasons]: reasons.some((reason) => reason !== undefined)
        ? reasons.map((reason) => reason ?? 'error')
        : undefined,
      [OPENAI.responseServiceTier]: asText(body.service_tier),
      [OPENAI.responseSystemFingerprint]: asText(body.system_fingerprint),
      ...usageAttributes(chatUsage(usage)),
    },
    messages: () => choices.map(chatOutputMessage),
    reportedCostUsd: reportedCostUsd(usage),
    ...(choices.length === 0 ? failureOf(body) : {}),
  };
}

/** Gateways in front of a model answer 200 and put their error where the choices should be. */
function failureOf(body: JsonObject): Pick<Answer, 'failure'> {
  if (typeof body.error !== 'object' || body.error === null) return {};
  const { code, message } = asObject(body.error);
  const type = asText(code) ?? (asNumber(code) === undefined ? '_OTHER' : String(code));
  return { failure: { type, message: asText(message) ?? 'the answer is an error' } };
}

function stopSequences(stop: unknown): string[] | undefined {
  const all = (typeof stop === 'string' ? [stop] : asList(stop)).filter((item) => typeof item === 'string');
  return all.length === 0 ? undefined : all;
}

function outputType(body: JsonObject): string | undefined {
  if (asList(body.modalities).includes('audio')) return 'speech';
  const format = asText(asObject(body.response_format).type);
  if (format === 'json_schema' || format === 'json_object') return 'json';
  return format;
}
