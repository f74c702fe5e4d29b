import type { Message, MessagePart, OutputMessage, ToolDefinition } from '@tracewright/schema';
import { isRecord, type JsonRecord, recordsOf, stringOr } from './json-record.ts';
import { chatForm } from './message-forms.ts';
import { partsOf, toolCallPart } from './message-parts.ts';

/**
 * Messages in the conventions' form from any form in which senders write them: `{role, parts}`, those that
 * `message-forms.ts` knows, or a bare text, which is taken for `role`.
 */
export function messagesOf(value: unknown, role: string): readonly OutputMessage[] {
  if (typeof value === 'string') return value === '' ? [] : [{ role, parts: [{ type: 'text', content: value }] }];
  if (isRecord(value) && Array.isArray(value.messages)) return messagesOf(value.messages, role);
  if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')) {
    return value.flatMap((text) => messagesOf(text, role));
  }
  return recordsOf(value).map((item) => messageOf(chatForm(item), role));
}

function messageOf(item: JsonRecord, defaultRole: string): OutputMessage {
  const role = stringOr(item.role, defaultRole);
  const finish = stringOr(item.finish_reason, undefined);
  const name = stringOr(item.name, undefined);
  return {
    role,
    parts: messageParts(item, role),
    ...(name === undefined ? {} : { name }),
    ...(finish === undefined ? {} : { finish_reason: finish }),
  };
}

function messageParts(item: JsonRecord, role: string): readonly MessagePart[] {
  if (Array.isArray(item.parts)) return partsOf(item.parts);
  const callId = stringOr(item.tool_call_id, undefined);
  if (role === 'tool' || callId !== undefined) {
    return [
      { type: 'tool_call_response', ...(callId === undefined ? {} : { id: callId }), response: item.content ?? '' },
    ];
  }
  return [...partsOf(item.content), ...recordsOf(item.tool_calls).map(toolCallPart)];
}

/** Instructions at the head of a conversation, and the rest of it. */
export function splitSystem(messages: readonly Message[]): { system: readonly Message[]; rest: readonly Message[] } {
  const first = messages.findIndex(({ role }) => role !== 'system' && role !== 'developer');
  const count = first < 0 ? messages.length : first;
  return { system: messages.slice(0, count), rest: messages.slice(count) };
}

/** Instructions sent apart from the conversation: a list of parts, a text, or messages. */
export function systemOf(value: unknown): readonly Message[] {
  if (recordsOf(value).some((item) => 'role' in item)) return messagesOf(value, 'system');
  const parts = partsOf(value);
  return parts.length === 0 ? [] : [{ role: 'system', parts }];
}

/** Tools offered to a model, flat or in OpenAI's `{type, function}`. */
export function toolsOf(value: unknown): readonly ToolDefinition[] {
  return recordsOf(value).flatMap((item) => {
    const inner = isRecord(item.function) ? item.function : item;
    const name = stringOr(inner.name, '');
    if (name === '') return [];
    const description = stringOr(inner.description, undefined);
    const parameters = inner.parameters ?? inner.input_schema ?? inner.inputSchema;
    return [
      {
        type: stringOr(item.type, 'function'),
        name,
        ...(description === undefined ? {} : { description }),
        ...(parameters === undefined ? {} : { parameters }),
      },
    ];
  });
}
