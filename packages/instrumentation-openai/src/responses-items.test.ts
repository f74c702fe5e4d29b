import { expect, test } from 'vitest';
import { responsesInputMessages, responsesOutputMessages, responsesTools } from './responses-items.ts';

test("a text is a message of the user's", () => {
  expect(responsesInputMessages('Hello')).toEqual([{ role: 'user', parts: [{ type: 'text', content: 'Hello' }] }]);
});

test('a conversation goes on with calls, answers and reasoning', () => {
  expect(
    responsesInputMessages([
      { role: 'user', content: 'Hello' },
      { type: 'reasoning', id: 'r1', summary: [{ type: 'summary_text', text: 'Hm' }], encrypted_content: 'AAAA' },
      { type: 'function_call', id: 'fc1', call_id: 'c1', name: 'f', arguments: '{"a":1}' },
      { type: 'function_call_output', call_id: 'c1', output: '42' },
      { type: 'custom_tool_call', call_id: 'c2', name: 'sql', input: 'SELECT 1' },
      { type: 'custom_tool_call_output', call_id: 'c2', output: '1' },
    ]),
  ).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'Hello' }] },
    { role: 'assistant', parts: [{ type: 'reasoning', content: 'Hm' }] },
    { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'f', arguments: { a: 1 } }] },
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: '42' }] },
    { role: 'assistant', parts: [{ type: 'tool_call', id: 'c2', name: 'sql', arguments: 'SELECT 1' }] },
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c2', response: '1' }] },
  ]);
});

test('images, files and audio of a message', () => {
  const content = [
    { type: 'input_text', text: 'Look' },
    { type: 'input_image', image_url: 'data:image/png;base64,AAAA' },
    { type: 'input_image', file_id: 'file-1' },
    { type: 'input_file', filename: 'a.pdf', file_url: 'https://example.com/a.pdf' },
    { type: 'input_audio', input_audio: { data: 'AAAA', format: 'mp3' } },
  ];
  expect(responsesInputMessages([{ type: 'message', role: 'user', content }])[0]?.parts).toEqual([
    { type: 'text', content: 'Look' },
    { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'AAAA' },
    { type: 'file', modality: 'image', file_id: 'file-1' },
    { type: 'uri', modality: 'document', uri: 'https://example.com/a.pdf' },
    { type: 'blob', modality: 'audio', mime_type: 'audio/mp3', content: 'AAAA' },
  ]);
});

test('a tool that ran at the provider is told apart from one that the app has to run', () => {
  const [message] = responsesOutputMessages([
    { type: 'file_search_call', id: 'fs1', status: 'completed', queries: ['q'], results: null },
    { type: 'mcp_call', id: 'm1', name: 'lookup', server_label: 'wiki', arguments: '{}', output: 'found' },
    { type: 'computer_call', id: 'cc1', call_id: 'c1', action: { type: 'click', x: 1, y: 2 } },
    { type: 'item_of_tomorrow', id: 'x1' },
  ]);
  expect(message?.parts).toEqual([
    {
      type: 'server_tool_call',
      id: 'fs1',
      name: 'file_search',
      server_tool_call: { type: 'file_search', queries: ['q'], results: null },
    },
    {
      type: 'server_tool_call',
      id: 'm1',
      name: 'lookup',
      server_tool_call: { type: 'mcp', name: 'lookup', server_label: 'wiki', arguments: '{}', output: 'found' },
    },
    { type: 'tool_call', id: 'c1', name: 'computer', arguments: { type: 'click', x: 1, y: 2 } },
    { type: 'generic', generic_type: 'item_of_tomorrow', id: 'x1' },
  ]);
});

test('turns that were put together are told as that, without their encrypted text', () => {
  const item = { type: 'compaction', id: 'cmp_1', encrypted_content: 'AAAA' };
  expect(responsesInputMessages([item])).toEqual([{ role: 'assistant', parts: [{ type: 'compaction', id: 'cmp_1' }] }]);
});

test('tools go by their name, their server or their type', () => {
  expect(
    responsesTools([
      { type: 'function', name: 'f', parameters: { type: 'object' }, strict: true },
      { type: 'web_search' },
      { type: 'mcp', server_label: 'wiki', server_url: 'https://example.com' },
    ]),
  ).toEqual([
    { type: 'function', name: 'f', parameters: { type: 'object' } },
    { type: 'web_search', name: 'web_search' },
    { type: 'mcp', name: 'wiki' },
  ]);
});

test('whatever an app passes by mistake is read as something', () => {
  for (const input of [undefined, null, 7, [null], [7], [{ type: 7 }], [{ type: 'message', content: [null] }]]) {
    expect(() => JSON.stringify(responsesInputMessages(input))).not.toThrow();
  }
});
