import type { Attributes } from '@opentelemetry/api';
import { GEN_AI, OPENAI } from '@tracewright/schema';
import type { Answer, Api, ContentAttribute } from './api.ts';
import { chatInputMessages, chatOutputMessage, chatTools } from './chat-messages.ts';
import { ChatStreamReader } from './chat-stream.ts';
import { completionAnswer } from './completion-answer.ts';
import { completionRequestAttributes, stopSequences } from './completion-request.ts';
import { asList, asName, asObject, type JsonObject } from './json-reading.ts';
import { put } from './put.ts';

/** `chat.completions.create`, and whatever of the SDK stands on it. */
export const CHAT_API: Api = {
  name: 'chat',
  operation: 'chat',
  kind: 'llm',
  requestAttributes: chatRequestAttributes,
  requestLabels: stopSequences,
  requestContent: chatRequestContent,
  answer: chatAnswer,
  reportsUsageIfAsked: true,
  stream: (keepContent) => new ChatStreamReader(keepContent, chatAnswer),
};

function chatRequestAttributes(body: JsonObject): Attributes {
  const tier = asName(body.service_tier);
  const attributes = completionRequestAttributes(body);
  attributes[OPENAI.apiType] = 'chat_completions';
  put(attributes, GEN_AI.requestReasoningLevel, asName(body.reasoning_effort));
  put(attributes, GEN_AI.outputType, outputType(body));
  if (tier !== 'auto') put(attributes, OPENAI.requestServiceTier, tier);
  return attributes;
}

function chatRequestContent(body: JsonObject): readonly ContentAttribute[] {
  const content: ContentAttribute[] = [[GEN_AI.inputMessages, chatInputMessages(body.messages)]];
  const tools = chatTools(body);
  if (tools.length > 0) content.push([GEN_AI.toolDefinitions, tools]);
  return content;
}

/** Reads a chat completion, or one that was put together from a stream. */
function chatAnswer(body: unknown): Answer {
  return completionAnswer(body, chatOutputMessage);
}

function outputType(body: JsonObject): string | undefined {
  if (asList(body.modalities).includes('audio')) return 'speech';
  const format = asName(asObject(body.response_format).type);
  if (format === 'json_schema' || format === 'json_object') return 'json';
  return format;
}
