import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { httpAnswer, httpFailure } from './http-answer.ts';
import type { ModelAnswer } from './recording.ts';

const TOOLS = JSON.stringify([
  { type: 'function', name: 'search' },
  { type: 'custom', name: 'sql' },
]);

/** A client whose provider gives what is made of an answer. */
function client(answer: ModelAnswer, apiType: string): OpenAI {
  const attributes = { 'openai.api.type': apiType, 'gen_ai.tool.definitions': TOOLS };
  return new OpenAI({
    apiKey: 'none',
    maxRetries: 0,
    fetch: async (_url, init) => httpAnswer(answer, attributes, init?.body),
  });
}

const CALLS: ModelAnswer = {
  finishReasons: ['tool_calls'],
  messages: [
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'Let me look.' },
        { type: 'tool_call', id: 'c1', name: 'search', arguments: { query: 'tents' } },
        { type: 'tool_call', id: 'c2', name: 'sql', arguments: 'SELECT 1' },
      ],
    },
  ],
};

test('calls of tools come as the SDK puts them together, whole and streamed', async () => {
  const chat = client(CALLS, 'chat_completions');
  const expected = {
    content: null,
    tool_calls: [
      { id: 'c1', type: 'function', function: { name: 'search', arguments: '{"query":"tents"}' } },
      { id: 'c2', type: 'custom', custom: { name: 'sql', input: 'SELECT 1' } },
    ],
  };
  const whole = await chat.chat.completions.create({ model: 'm', messages: [] });
  expect(whole.choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: expected });

  const responses = client(CALLS, 'responses');
  const items = [
    { type: 'reasoning', summary: [{ text: 'Let me look.' }] },
    { type: 'function_call', call_id: 'c1', name: 'search', arguments: '{"query":"tents"}' },
    { type: 'custom_tool_call', call_id: 'c2', name: 'sql', input: 'SELECT 1' },
  ];
  expect((await responses.responses.create({ model: 'm', input: '' })).output).toMatchObject(items);
  const streamed = await responses.responses.stream({ model: 'm', input: '' }).finalResponse();
  expect(streamed.output).toMatchObject(items);
});

test('a refusal, several choices and an answer that was cut are told as they were', async () => {
  const refused: ModelAnswer = {
    finishReasons: ['stop', 'length'],
    messages: [
      { role: 'assistant', parts: [{ type: 'generic', generic_type: 'refusal', content: 'No.' }] },
      { role: 'assistant', parts: [{ type: 'text', content: 'Well, 👍' }] },
    ],
    chunks: 6,
  };
  const { choices } = await client(refused, 'chat_completions')
    .chat.completions.stream({ model: 'm', messages: [] })
    .finalChatCompletion();
  expect(choices).toMatchObject([
    { finish_reason: 'stop', message: { content: null, refusal: 'No.' } },
    { finish_reason: 'length', message: { content: 'Well, 👍' } },
  ]);
  const cut = { ...refused, finishReasons: ['length'] };
  const response = await client(cut, 'responses').responses.create({ model: 'm', input: '' });
  expect(response).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } });
  const { choices: texts } = await client(cut, '').completions.create({ model: 'm', prompt: '' });
  expect(texts[1]).toMatchObject({ text: 'Well, 👍' });
});

test('a failure has the status and the words that the provider gave, and is not tried again', async () => {
  const response = httpFailure({ type: 'RateLimitError', status: 429, message: '429 Too many requests.' });
  expect([response.status, response.headers.get('x-should-retry')]).toEqual([429, 'false']);
  expect(await response.json()).toMatchObject({ error: { message: 'Too many requests.' } });
  expect(() => httpFailure({ type: 'APIConnectionError', message: 'Connection error.' })).toThrow(TypeError);
});
