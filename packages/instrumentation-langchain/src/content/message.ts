import { types } from 'node:util';
import { isObject, own, ownList, ownText } from '@tracewright/instrumentation-core';
import type { Message, MessagePart } from '@tracewright/schema';
import { blockParts } from './message-block.ts';

const ROLES: Readonly<Record<string, string>> = {
  human: 'user',
  ai: 'assistant',
  system: 'system',
  developer: 'system',
  tool: 'tool',
  function: 'tool',
};

/** A LangChain message of any copy of the library. */
export function isMessage(value: unknown): value is object {
  return (
    isObject(value) &&
    !types.isProxy(value) &&
    '_getType' in value &&
    typeof value._getType === 'function' &&
    'content' in value
  );
}

/** A LangChain message in the form of the GenAI conventions. Values inside parts are the app's own: copy before use. */
export function messageOf(message: object): Message {
  const role = roleOf(message);
  const content = own(message, 'content');
  const name = ownText(message, 'name');
  if (role === 'tool') {
    const id = ownText(message, 'tool_call_id');
    return { role, parts: [{ type: 'tool_call_response', ...(id === undefined ? {} : { id }), response: content }] };
  }
  const parts = role === 'assistant' ? answerParts(message, content) : blockParts(content, false);
  return name === undefined ? { role, parts } : { role, parts, name };
}

/** The prompt of a model that takes text. */
export function textMessage(role: 'user' | 'assistant', text: string): Message {
  return { role, parts: [{ type: 'text', content: text }] };
}

/** The conventions' word for who a message is from, or LangChain's where they have none. */
export function roleOf(message: object): string {
  // 1.x has a field, which the method reads; 0.3 has the method alone, of LangChain itself.
  const type = Object.hasOwn(message, 'type')
    ? ownText(message, 'type')
    : (message as { _getType(): unknown })._getType();
  if (type === 'generic' || type === 'chat') return ownText(message, 'role') ?? 'user';
  return typeof type === 'string' ? (ROLES[type] ?? type) : 'user';
}

/** Only a model thinks and calls tools. */
function answerParts(message: object, content: unknown): MessagePart[] {
  const calls = callParts(message);
  const blocks = blockParts(content, calls.length > 0);
  const reasoning = reasoningText(message);
  return reasoning === undefined
    ? [...blocks, ...calls]
    : [{ type: 'reasoning', content: reasoning }, ...blocks, ...calls];
}

function callParts(message: object): MessagePart[] {
  const calls = ownList(message, 'tool_calls').map((call) => callPart(call, own(call, 'args')));
  // Arguments that the model wrote wrongly stay the text they are.
  return [...calls, ...ownList(message, 'invalid_tool_calls').map((call) => callPart(call, own(call, 'args')))];
}

function callPart(call: unknown, args: unknown): MessagePart {
  const id = ownText(call, 'id');
  return { type: 'tool_call', ...(id === undefined ? {} : { id }), name: ownText(call, 'name') ?? '', arguments: args };
}

/** DeepSeek and its like put their reasoning beside the content. */
export function reasoningText(message: object): string | undefined {
  return ownText(own(message, 'additional_kwargs'), 'reasoning_content');
}
