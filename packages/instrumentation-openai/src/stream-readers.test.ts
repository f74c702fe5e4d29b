import { expect, test } from 'vitest';
import { CHAT_API } from './chat-api.ts';
import { RESPONSES_API } from './responses-api.ts';

const chat = (keepContent: boolean) => CHAT_API.stream?.(keepContent) ?? expect.fail('chat streams');
const responses = (keepContent: boolean) => RESPONSES_API.stream?.(keepContent) ?? expect.fail('responses stream');

test('without content, a stream still tells usage, reasons and model, and keeps no text', () => {
  const reader = chat(false);
  reader.add({ id: '1', model: 'demo', choices: [{ index: 0, delta: { role: 'assistant', content: 'secret' } }] });
  reader.add({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], x_groq: { usage: { prompt_tokens: 3 } } });
  expect(reader.answer().attributes).toMatchObject({
    'gen_ai.response.model': 'demo',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.input_tokens': 3,
  });
  expect(JSON.stringify(reader.answer().messages())).not.toContain('secret');
});

test('without content, a streamed response keeps no text and still knows that a tool was called', () => {
  const reader = responses(false);
  reader.add({ type: 'response.output_item.added', output_index: 0, item: { type: 'function_call', name: 'secret' } });
  reader.add({ type: 'response.function_call_arguments.delta', output_index: 0, delta: 'secret' });
  reader.add({ type: 'response.completed', response: { status: 'completed', output: [] } });
  expect(reader.answer().attributes['gen_ai.response.finish_reasons']).toEqual(['tool_calls']);
  expect(JSON.stringify(reader.answer().messages())).not.toContain('secret');
});

test('what only tells of progress is no part of the answer', () => {
  expect(chat(true).add({ choices: [], prompt_filter_results: [] })).toBe(false);
  expect(chat(true).add({ choices: [{ delta: { content: 'a' } }] })).toBe(true);
  expect(responses(true).add({ type: 'response.created', response: {} })).toBe(false);
  expect(responses(true).add({ type: 'response.output_text.delta', output_index: 0, delta: 'a' })).toBe(true);
});

test('spoken answers and reasoning are put together', () => {
  const reader = chat(true);
  for (const delta of [
    { audio: { id: 'a1', transcript: 'Spo' } },
    { audio: { transcript: 'ken', data: 'AAAA' } },
    { reasoning_content: 'H' },
    { reasoning_content: 'm' },
  ]) {
    reader.add({ choices: [{ index: 0, delta }] });
  }
  expect(reader.answer().messages()[0]?.parts).toEqual([
    { type: 'reasoning', content: 'Hm' },
    { type: 'text', content: 'Spoken' },
    { type: 'blob', modality: 'audio', content: 'AAAA' },
  ]);
});

test('pieces of tool calls without an index belong to the last call, or begin one with a new id', () => {
  const reader = chat(true);
  for (const piece of [
    { id: 'c1', function: { name: 'f', arguments: '{' } },
    { function: { arguments: '}' } },
    { id: 'c2', function: { name: 'g', arguments: '[]' } },
  ]) {
    reader.add({ choices: [{ index: 0, delta: { tool_calls: [piece] } }] });
  }
  expect(reader.answer().messages()[0]?.parts).toEqual([
    { type: 'tool_call', id: 'c1', name: 'f', arguments: {} },
    { type: 'tool_call', id: 'c2', name: 'g', arguments: [] },
  ]);
});

test('chunks of any shape are taken', () => {
  for (const reader of [chat(true), responses(true)]) {
    for (const chunk of [
      null,
      7,
      'x',
      [],
      {},
      { choices: [null] },
      { choices: [{ delta: { tool_calls: [{ index: 1e9 }] } }] },
      { type: 'response.completed' },
    ]) {
      expect(() => reader.add(chunk)).not.toThrow();
    }
    expect(() => reader.answer().messages()).not.toThrow();
  }
});

test('where reasoning is reported beside the output, the output includes it', () => {
  const usage = {
    prompt_tokens: 10,
    completion_tokens: 5,
    total_tokens: 45,
    completion_tokens_details: { reasoning_tokens: 30 },
  };
  expect(CHAT_API.answer({ usage }).attributes['gen_ai.usage.output_tokens']).toBe(35);
  expect(CHAT_API.answer({ usage: { ...usage, total_tokens: 15 } }).attributes['gen_ai.usage.output_tokens']).toBe(5);
});

test('an error in the place of choices is a failure', () => {
  expect(CHAT_API.answer({ error: { code: 429, message: 'slow down' } }).failure).toEqual({
    type: '429',
    message: 'slow down',
  });
  expect(CHAT_API.answer({ error: { code: 'x' }, choices: [{ index: 0 }] }).failure).toBeUndefined();
});
