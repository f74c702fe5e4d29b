import type { Attributes } from '@opentelemetry/api';
import { GEN_AI, OPENAI } from '@tracewright/schema';
import type { Answer, AnswerFailure, Api, ContentAttribute } from './api.ts';
import { failureType } from './failure-type.ts';
import { asList, asName, asNumber, asObject, asText, type JsonObject } from './json-reading.ts';
import { put } from './put.ts';
import { isAppToolCall, responsesInputMessages, responsesOutputMessages, responsesTools } from './responses-items.ts';
import { ResponsesStreamReader } from './responses-stream.ts';
import { reportedCostUsd, responsesUsage, usageAttributes } from './usage-attributes.ts';

/** `responses.create`, and whatever of the SDK stands on it. */
export const RESPONSES_API: Api = {
  name: 'chat',
  operation: 'chat',
  kind: 'llm',
  requestAttributes: responsesRequestAttributes,
  requestContent: responsesRequestContent,
  answer: responsesAnswer,
  stream: (keepContent) => new ResponsesStreamReader(keepContent, responsesAnswer),
};

function responsesRequestAttributes(body: JsonObject): Attributes {
  const tier = asName(body.service_tier);
  const format = asName(asObject(asObject(body.text).format).type);
  const attributes: Attributes = { [OPENAI.apiType]: 'responses' };
  put(attributes, GEN_AI.requestModel, asName(body.model));
  put(attributes, GEN_AI.requestMaxTokens, asNumber(body.max_output_tokens));
  put(attributes, GEN_AI.requestTemperature, asNumber(body.temperature));
  put(attributes, GEN_AI.requestTopP, asNumber(body.top_p));
  if (body.stream === true) attributes[GEN_AI.requestStream] = true;
  put(attributes, GEN_AI.requestPreviousResponseId, asName(body.previous_response_id));
  put(attributes, GEN_AI.requestReasoningLevel, asName(asObject(body.reasoning).effort));
  put(attributes, GEN_AI.conversationId, asName(body.conversation) ?? asName(asObject(body.conversation).id));
  put(attributes, GEN_AI.promptName, asName(asObject(body.prompt).id));
  put(attributes, GEN_AI.promptVersion, asName(asObject(body.prompt).version));
  put(attributes, GEN_AI.outputType, format === 'json_schema' || format === 'json_object' ? 'json' : format);
  if (tier !== 'auto') put(attributes, OPENAI.requestServiceTier, tier);
  return attributes;
}

function responsesRequestContent(body: JsonObject): readonly ContentAttribute[] {
  const content: ContentAttribute[] = [[GEN_AI.inputMessages, responsesInputMessages(body.input)]];
  const instructions = asText(body.instructions);
  if (instructions !== undefined) {
    content.push([GEN_AI.systemInstructions, [{ type: 'text', content: instructions }]]);
  }
  const tools = responsesTools(body.tools);
  if (tools.length > 0) content.push([GEN_AI.toolDefinitions, tools]);
  return content;
}

/** Reads a response, or one that was put together from a stream. */
export function responsesAnswer(value: unknown): Answer {
  const body = asObject(value);
  const items = asList(body.output);
  const reason = finishReason(body, items);
  const usage = asObject(body.usage);
  const attributes = usageAttributes(responsesUsage(usage));
  put(attributes, GEN_AI.responseId, asName(body.id));
  put(attributes, GEN_AI.responseModel, asName(body.model));
  if (reason !== undefined) attributes[GEN_AI.responseFinishReasons] = [reason];
  put(attributes, OPENAI.responseServiceTier, asName(body.service_tier));
  return {
    attributes,
    messages: () => responsesOutputMessages(items, reason),
    reportedCostUsd: reportedCostUsd(usage),
    failure: failureOf(body),
  };
}

/** Responses have a status instead of a finish reason: said in the words of chat completions, so that both compare. */
function finishReason(body: JsonObject, items: readonly unknown[]): string | undefined {
  switch (body.status) {
    case 'completed':
      return items.some(isAppToolCall) ? 'tool_calls' : 'stop';
    case 'incomplete': {
      const detail = asText(asObject(body.incomplete_details).reason);
      return detail === 'max_output_tokens' ? 'length' : (detail ?? 'length');
    }
    case 'failed':
      return 'error';
    default:
      return undefined;
  }
}

function failureOf(body: JsonObject): AnswerFailure | undefined {
  if (body.status !== 'failed') return undefined;
  const error = asObject(body.error);
  return { type: failureType(error.code), message: asText(error.message) ?? 'the response failed' };
}
