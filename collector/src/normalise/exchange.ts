import type { Message, OutputMessage, SpanContent } from '@tracewright/schema';
import { isRecord } from './json-record.ts';
import { messagesOf, splitSystem, systemOf, toolsOf } from './messages.ts';

/** What a raw request to a model asked for. */
export type Asked = Pick<SpanContent, 'system' | 'inputMessages' | 'tools'>;

/**
 * Reads the request of a model call as it was passed to an SDK: OpenAI's chat or responses, Anthropic's, LangChain's.
 *
 * @returns undefined where it holds no messages.
 */
export function askedOf(request: unknown): Asked | undefined {
  const fields = isRecord(request) ? request : { messages: request };
  const conversation = splitSystem(turnsOf(fields.messages ?? fields.input ?? fields.prompt));
  const system = [...systemOf(fields.system ?? fields.instructions), ...conversation.system];
  if (system.length + conversation.rest.length === 0) return undefined;
  return { system, inputMessages: conversation.rest, tools: toolsOf(fields.tools) };
}

/** Reads the answer of a model call as an SDK returned it; empty where it holds no message. */
export function answeredOf(answer: unknown): readonly OutputMessage[] {
  if (!isRecord(answer)) return isConversation(answer) ? messagesOf(answer, 'assistant') : [];
  if (Array.isArray(answer.generations)) return messagesOf(answer.generations.flat(), 'assistant');
  const given = answer.choices ?? answer.messages ?? (Array.isArray(answer.output) ? answer.output : undefined);
  if (given !== undefined) return messagesOf(given, 'assistant');
  const isMessage = isRecord(answer.message) || 'role' in answer || 'content' in answer || answer.lc === 1;
  return isMessage ? messagesOf(answer, 'assistant') : [];
}

/** LangChain asks for several conversations at once, each a list: they follow one another here. */
function turnsOf(value: unknown): readonly Message[] {
  return isConversation(value) ? messagesOf(Array.isArray(value) ? value.flat() : value, 'user') : [];
}

/** A text or list of texts is an answer too, but numbers and the like are not. */
function isConversation(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.length > 0) || isRecord(value);
}
