import * as sdk from 'openai';
import { expect, test } from 'vitest';
import { compare, contentOf } from '../differential.test.support.ts';
import { events, json } from '../scripted-server.test.support.ts';

const QUESTION = 'Which city is the capital of France?';
const REQUEST = { model: 'gpt-4o', stream: true as const, messages: [{ role: 'user' as const, content: QUESTION }] };

/** 8 tokens of text, 3 of the message and 1 of its role, 3 that open the answer. */
const INPUT_TOKENS = 15;

const chunk = (delta: object, finishReason: string | null = null) => ({
  id: 'chatcmpl-1',
  model: 'gpt-4o-2026',
  choices: [{ index: 0, delta, finish_reason: finishReason }],
});
const WHOLE = [
  chunk({ role: 'assistant', content: '' }),
  chunk({ content: 'Paris' }),
  chunk({ content: '.' }),
  chunk({}, 'stop'),
];

async function readAll<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of stream) all.push(item);
  return all;
}

test('a stream without usage gets tokens that were counted from its texts, marked as estimated', async () => {
  const [span] = await compare(sdk, {
    reply: events(WHOLE),
    run: async (client) => readAll(await client.chat.completions.create(REQUEST)),
  });
  expect(span?.attributes).toMatchObject({
    'gen_ai.usage.input_tokens': INPUT_TOKENS,
    'gen_ai.usage.output_tokens': 2,
    'tracewright.usage.estimated': true,
  });
});
