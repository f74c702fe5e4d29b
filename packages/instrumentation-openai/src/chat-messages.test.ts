import { expect, test } from 'vitest';
import { chatInputMessages, chatOutputMessage, chatTools } from './chat-messages.ts';

const partsOf = (message: object) => chatInputMessages([message])[0]?.parts;
const contentPart = (part: object) => partsOf({ role: 'user', content: [part] })?.[0];

test('texts, names and roles are kept', () => {
  expect(
    chatInputMessages([
      { role: 'developer', content: 'Be brief' },
      { role: 'user', name: 'ann', content: [{ type: 'text', text: 'Hello' }] },
    ]),
  ).toEqual([
    { role: 'developer', parts: [{ type: 'text', content: 'Be brief' }] },
    { role: 'user', name: 'ann', parts: [{ type: 'text', content: 'Hello' }] },
  ]);
});

test('an image is its bytes or its address', () => {
  expect(contentPart({ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } })).toEqual({
    type: 'blob',
    modality: 'image',
    mime_type: 'image/png',
    content: 'AAAA',
  });
  expect(contentPart({ type: 'image_url', image_url: { url: 'https://example.com/a.png' } })).toEqual({
    type: 'uri',
    modality: 'image',
    uri: 'https://example.com/a.png',
  });
});

test('audio and files', () => {
  expect(contentPart({ type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } })).toEqual({
    type: 'blob',
    modality: 'audio',
    mime_type: 'audio/wav',
    content: 'AAAA',
  });
  expect(contentPart({ type: 'file', file: { file_id: 'file-1' } })).toEqual({
    type: 'file',
    modality: 'document',
    file_id: 'file-1',
  });
  const pdf = { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AAAA' } };
  expect(contentPart(pdf)).toMatchObject({ type: 'blob', modality: 'document', mime_type: 'application/pdf' });
});

test('a part that nobody knows yet is passed on as it is', () => {
  expect(contentPart({ type: 'hologram', depth: 3 })).toEqual({ type: 'generic', generic_type: 'hologram', depth: 3 });
});

test('calls of tools and their answers', () => {
  const call = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } };
  const custom = { id: 'c2', type: 'custom', custom: { name: 'sql', input: 'SELECT 1' } };
  expect(partsOf({ role: 'assistant', content: null, tool_calls: [call, custom] })).toEqual([
    { type: 'tool_call', id: 'c1', name: 'f', arguments: { a: 1 } },
    { type: 'tool_call', id: 'c2', name: 'sql', arguments: 'SELECT 1' },
  ]);
  expect(partsOf({ role: 'tool', tool_call_id: 'c1', content: '42' })).toEqual([
    { type: 'tool_call_response', id: 'c1', response: '42' },
  ]);
  expect(partsOf({ role: 'assistant', function_call: { name: 'old', arguments: '{' } })).toEqual([
    { type: 'tool_call', name: 'old', arguments: '{' },
  ]);
});

test('reasoning, refusals and spoken answers', () => {
  const message = { role: 'assistant', content: 'Yes', reasoning_content: 'Hm', refusal: 'No' };
  expect(chatOutputMessage({ message, finish_reason: 'stop' })).toEqual({
    role: 'assistant',
    parts: [
      { type: 'reasoning', content: 'Hm' },
      { type: 'text', content: 'Yes' },
      { type: 'generic', generic_type: 'refusal', content: 'No' },
    ],
    finish_reason: 'stop',
  });
  const audio = { id: 'a1', data: 'AAAA', transcript: 'Spoken' };
  expect(chatOutputMessage({ message: { content: null, audio } }).parts).toEqual([
    { type: 'text', content: 'Spoken' },
    { type: 'blob', modality: 'audio', content: 'AAAA' },
  ]);
});

test('tools of every kind are defined', () => {
  expect(
    chatTools({
      tools: [
        { type: 'function', function: { name: 'f', description: 'F', parameters: { type: 'object' }, strict: true } },
        { type: 'custom', custom: { name: 'sql' } },
      ],
      functions: [{ name: 'old' }],
    }),
  ).toEqual([
    { type: 'function', name: 'f', description: 'F', parameters: { type: 'object' } },
    { type: 'custom', name: 'sql' },
    { type: 'function', name: 'old' },
  ]);
});

test('whatever an app passes by mistake is read as something', () => {
  for (const messages of [
    undefined,
    null,
    'text',
    7,
    [null],
    [7],
    [{ role: 7, content: 7 }],
    [{ content: [null, 'x'] }],
  ]) {
    expect(() => JSON.stringify(chatInputMessages(messages))).not.toThrow();
  }
});
