import { isObject, own, ownList, ownText } from '@tracewright/instrumentation-core';
import { isPartOf, toolText } from './message-parts.ts';

/** A message in the form that OpenAI's chat API has made usual. */
export interface ChatMessage {
  readonly role: string;
  readonly content: unknown;
  readonly name?: string;
  readonly tool_calls?: readonly object[];
  readonly tool_call_id?: string;
}

/** Messages of the content schema as chat messages. One text stands by itself; other parts stay as they are. */
export function chatMessages(messages: readonly unknown[]): ChatMessage[] {
  return messages.filter(isObject).flatMap((message) => {
    const parts = ownList(message, 'parts').filter(isObject);
    const responses = parts.filter((part) => isPartOf(part, 'tool_call_response'));
    const calls = parts.filter((part) => isPartOf(part, 'tool_call'));
    const contents = parts.filter((part) => !responses.includes(part) && !calls.includes(part));
    const name = ownText(message, 'name');
    const said: ChatMessage = {
      role: ownText(message, 'role') ?? 'user',
      content: contentOf(contents),
      ...(name !== undefined && { name }),
      ...(calls.length > 0 && { tool_calls: calls.map(toolCall) }),
    };
    // A message of answers to tools has nothing else to say.
    return responses.length > 0 && contents.length + calls.length === 0
      ? responses.map(toolResponse)
      : [said, ...responses.map(toolResponse)];
  });
}

function contentOf(parts: readonly object[]): unknown {
  const [only] = parts;
  if (only === undefined) return null;
  return parts.length === 1 && isPartOf(only, 'text') ? (ownText(only, 'content') ?? '') : parts.map(contentPart);
}

function contentPart(part: object): object {
  return isPartOf(part, 'text') ? { type: 'text', text: ownText(part, 'content') ?? '' } : part;
}

function toolCall(part: object): object {
  return {
    id: ownText(part, 'id'),
    type: 'function',
    function: { name: ownText(part, 'name'), arguments: toolText(own(part, 'arguments')) },
  };
}

function toolResponse(part: object): ChatMessage {
  const id = ownText(part, 'id');
  const content = toolText(own(part, 'response') ?? own(part, 'result')) ?? '';
  return { role: 'tool', content, ...(id !== undefined && { tool_call_id: id }) };
}
