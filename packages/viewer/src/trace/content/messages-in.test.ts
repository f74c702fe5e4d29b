import { expect, test } from 'vitest';
import { messagesIn } from './messages-in.ts';

const ASKED = { role: 'user', parts: [{ type: 'text', content: 'Where is my order?' }] };

test('a state of messages is a conversation, whatever form they have, and what is beside them stays', () => {
  const calls = { role: 'assistant', parts: [{ type: 'tool_call', name: 'track', arguments: {} }], name: 'agent' };
  expect(messagesIn({ messages: [{ role: 'user', content: 'Where is my order?' }, calls] })).toEqual({
    messages: [ASKED, calls],
    rest: undefined,
  });
  expect(messagesIn({ messages: [ASKED], step: 3 })).toEqual({ messages: [ASKED], rest: { step: 3 } });
  expect(messagesIn([ASKED])).toEqual({ messages: [ASKED], rest: undefined });
});

test.each([
  { type: 'text', content: '' },
  { type: 'tool_call', id: 'a', name: 'track', arguments: { order: 3 } },
  { type: 'tool_call_response', id: 'a', response: null },
  { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'AAAA' },
  { type: 'uri', modality: 'image', uri: 'https://example.com/a.png' },
  { type: 'something new', which: { is: 'shown as it is' } },
])('a part that is shown with all that it says is one of a conversation: $type', (part) => {
  const message = { role: 'assistant', parts: [part] };
  expect(messagesIn([message])).toEqual({ messages: [message], rest: undefined });
});

test.each([
  ['nothing', undefined],
  ['a text', 'messages'],
  ['an empty list', { messages: [] }],
  ['a list of texts', ['a', 'b']],
  ['rows that happen to have a role', [{ role: 'admin', team: 'x', content: 'y' }]],
  ['a message with more than would be shown', [ASKED, { ...ASKED, annotations: [] }]],
  ['a text that is none', [{ role: 'user', parts: [{ type: 'text', content: { deep: true } }] }]],
  [
    'a text with notes that would not be shown',
    [{ role: 'user', parts: [{ type: 'text', content: 'a', notes: [1] }] }],
  ],
  ['a call of a tool without a name', [{ role: 'assistant', parts: [{ type: 'tool_call', arguments: {} }] }]],
  ['a result under another name', [{ role: 'tool', parts: [{ type: 'tool_call_response', id: 'a', result: 'b' }] }]],
  ['an image without an address', [{ role: 'user', parts: [{ type: 'uri', modality: 'image' }] }]],
  ['a content of parts', [{ role: 'user', content: [{ type: 'image_url' }] }]],
  ['a message that says two things', [{ ...ASKED, content: 'another' }]],
  ['no message at all', [null, 3]],
])('%s is no conversation', (_, value) => {
  expect(messagesIn(value)).toBeUndefined();
});
