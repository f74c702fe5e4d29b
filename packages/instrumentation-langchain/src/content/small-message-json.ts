import { types } from 'node:util';
import { type ContentView, isObject, isSmallPlainData, own, ownList, ownText } from '@tracewright/instrumentation-core';
import { isMessage, messageOf, reasoningText, roleOf } from './message.ts';

/** What the brackets, names and role of a message count for, besides its texts. UTF-16 units. */
const MESSAGE_UNITS = 64;

/**
 * JSON of a message, of a conversation or of what a prompt gives, as `messageOf` and `JSON.stringify` write it. Most
 * messages are one text and nothing else: those are written without being put into other words first.
 *
 * @param maxUnits most UTF-16 units of all texts in it
 * @param view how what messages hold besides texts is shown
 * @returns undefined for everything else, and for what is longer
 */
export function smallMessageJson(value: unknown, maxUnits: number, view: ContentView): string | undefined {
  if (!isObject(value) || types.isProxy(value)) return undefined;
  if (Array.isArray(value)) return conversationJson(value, maxUnits, view);
  if (isMessage(value)) return messageJson(value, maxUnits, view);
  if (!isPromptValue(value)) return undefined;
  const messages = conversationJson(ownList(value, 'messages'), maxUnits, view);
  return messages === undefined ? undefined : `{"messages":${messages}}`;
}

function conversationJson(list: readonly unknown[], maxUnits: number, view: ContentView): string | undefined {
  let json = '';
  for (let i = 0; i < list.length; i++) {
    const item = own(list, i);
    const message = isMessage(item) ? messageJson(item, maxUnits - json.length, view) : undefined;
    if (message === undefined) return undefined;
    json += json === '' ? message : `,${message}`;
  }
  // What an empty list is a list of nobody knows.
  return json === '' ? undefined : `[${json}]`;
}

function messageJson(message: object, maxUnits: number, view: ContentView): string | undefined {
  const content = own(message, 'content');
  const role = roleOf(message);
  if (typeof content !== 'string' || content === '' || role === 'tool' || (role === 'assistant' && saysMore(message))) {
    const shown = messageOf(message);
    return isSmallPlainData(shown, maxUnits, view) ? JSON.stringify(shown) : undefined;
  }
  const name = ownText(message, 'name');
  if (role.length + content.length + (name?.length ?? 0) + MESSAGE_UNITS > maxUnits) return undefined;
  const named = name === undefined ? '' : `,"name":${JSON.stringify(name)}`;
  return `{"role":${JSON.stringify(role)},"parts":[{"type":"text","content":${JSON.stringify(content)}}]${named}}`;
}

/** Only a model thinks and calls tools. */
function saysMore(message: object): boolean {
  return (
    ownList(message, 'tool_calls').length > 0 ||
    ownList(message, 'invalid_tool_calls').length > 0 ||
    reasoningText(message) !== undefined
  );
}

/** True for an instance that has messages and LangChain's bookkeeping, nothing else. */
function isPromptValue(value: object): boolean {
  return 'toChatMessages' in value && Object.keys(value).every((key) => key === 'messages' || key.startsWith('lc_'));
}
