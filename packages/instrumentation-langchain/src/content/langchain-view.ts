import { types } from 'node:util';
import type { ContentView } from '@tracewright/instrumentation-core';
import { isObject, own, ownList } from '@tracewright/instrumentation-core';
import type { Message } from '@tracewright/schema';
import { isMessage, messageOf } from './message.ts';

/**
 * A run's input or output as content. Messages take the form of the GenAI conventions; LangChain's own bookkeeping
 * (`lc_*`) is left out.
 */
export const LANGCHAIN_VIEW: ContentView = {
  replace: (value) => (isMessage(value) ? messageOf(value) : undefined),
  omits: (key) => key.startsWith('lc_'),
};

/** Longer conversations are put into other words only as far as they are shown. */
const MAX_MESSAGES = 32;

/**
 * The same for values that are messages through and through, as most of a chain are: a message, a conversation, what a
 * prompt gives. They are plain data afterwards, which is written without a look at each field.
 */
export function inConvention(value: unknown): unknown {
  if (!isObject(value) || types.isProxy(value)) return value;
  if (Array.isArray(value)) return conversation(value) ?? value;
  if (isMessage(value)) return messageOf(value);
  const messages = isPromptValue(value) ? conversation(ownList(value, 'messages')) : undefined;
  return messages === undefined ? value : { messages };
}

/** Undefined for lists of anything else. */
function conversation(list: readonly unknown[]): Message[] | undefined {
  if (list.length === 0 || list.length > MAX_MESSAGES) return undefined;
  const messages: Message[] = [];
  for (let i = 0; i < list.length; i++) {
    const item = own(list, i);
    if (!isMessage(item)) return undefined;
    messages.push(messageOf(item));
  }
  return messages;
}

/** True for an instance that has messages and LangChain's bookkeeping, nothing else. */
function isPromptValue(value: object): boolean {
  return 'toChatMessages' in value && Object.keys(value).every((key) => key === 'messages' || key.startsWith('lc_'));
}
