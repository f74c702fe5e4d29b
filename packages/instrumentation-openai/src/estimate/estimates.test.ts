import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { describe, expect, test } from 'vitest';
import { type Case, compare, SDKS } from '../differential.test.support.ts';
import { events, json } from '../scripted-server.test.support.ts';

const MESSAGES = [{ role: 'user' as const, content: 'Which city is the capital of France?' }];
const REQUEST = { model: 'gpt-4o', stream: true as const, messages: MESSAGES };
/** 8 tokens of text, 3 around the message and 1 of its role, 3 that open the answer. */
const INPUT_TOKENS = 15;

const chunk = (delta: object, finishReason: string | null = null) => ({
  id: 'chatcmpl-1',
  model: 'gpt-4o-2026',
  choices: [{ index: 0, delta, finish_reason: finishReason }],
});
const WORDS = [chunk({ role: 'assistant', content: 'Paris' }), chunk({ content: ', of course' })];
const WHOLE = [...WORDS, chunk({}, 'stop')];

async function readAll<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of stream) all.push(item);
  return all;
}

/** Input and output tokens of the only span, and whether they were estimated. */
function usageOf([span, ...more]: readonly ReadableSpan[]): unknown {
  expect(more).toEqual([]);
  const attributes = span?.attributes ?? {};
  return {
    input: attributes['gen_ai.usage.input_tokens'],
    output: attributes['gen_ai.usage.output_tokens'],
    isEstimated: attributes['tracewright.usage.estimated'],
  };
}

const estimated = (input: number | undefined, output: number | undefined) => ({ input, output, isEstimated: true });
const NONE = { input: undefined, output: undefined, isEstimated: undefined };

type Way = readonly [name: string, scenario: Omit<Case, 'config'>, usage: unknown];

const WAYS: readonly Way[] = [
  [
    'a stream that is read to its end',
    { reply: events(WHOLE), run: async (client) => readAll(await client.chat.completions.create(REQUEST)) },
    estimated(INPUT_TOKENS, 4),
  ],
  [
    'a stream that the app leaves after its first word',
    {
      reply: events(WORDS, { endless: true }),
      run: async (client) => {
        for await (const each of await client.chat.completions.create(REQUEST)) return each;
      },
    },
    estimated(INPUT_TOKENS, 1),
  ],
  [
    'a stream that the app aborts',
    {
      reply: events(WORDS, { endless: true }),
      run: async (client) => {
        const stream = await client.chat.completions.create(REQUEST);
        let seen = 0;
        for await (const _ of stream) if (++seen === 2) stream.controller.abort();
        return seen;
      },
    },
    estimated(INPUT_TOKENS, 4),
  ],
  [
    'a stream that the server cuts',
    {
      reply: (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(`data: ${JSON.stringify(WORDS[0])}\n\n`, () => response.destroy());
      },
      run: async (client) => readAll(await client.chat.completions.create(REQUEST)),
    },
    estimated(INPUT_TOKENS, 1),
  ],
  [
    'a body without usage, as some servers send it',
    {
      reply: json({
        id: '1',
        model: 'gpt-4o',
        choices: [{ index: 0, message: { role: 'assistant', content: 'Paris' } }],
      }),
      run: (client) => client.chat.completions.create({ model: 'gpt-4o', messages: MESSAGES }),
    },
    estimated(INPUT_TOKENS, 1),
  ],
  [
    'embeddings without usage',
    {
      reply: json({ object: 'list', model: 'text-embedding-3-small', data: [{ index: 0, embedding: [1, 2, 3] }] }),
      run: (client) =>
        client.embeddings.create({
          model: 'text-embedding-3-small',
          input: ['Paris', 'Rome'],
          encoding_format: 'float',
        }),
    },
    estimated(3, undefined),
  ],
  [
    'an image in the input, whose tokens nobody can count here',
    {
      reply: events(WHOLE),
      run: async (client) => {
        const content = [{ type: 'image_url' as const, image_url: { url: 'https://example.com/a.png' } }];
        return readAll(await client.chat.completions.create({ ...REQUEST, messages: [{ role: 'user', content }] }));
      },
    },
    estimated(undefined, 4),
  ],
  [
    'a response that goes on from one that only the server knows',
    {
      reply: json({
        id: 'resp_1',
        model: 'gpt-4o',
        status: 'completed',
        output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Paris' }] }],
      }),
      run: (client) =>
        client.responses.create({ model: 'gpt-4o', input: 'And Italy?', previous_response_id: 'resp_0' }),
    },
    estimated(undefined, 1),
  ],
  [
    'usage that the server reports',
    {
      reply: events([...WHOLE, { ...chunk({}), choices: [], usage: { prompt_tokens: 7, completion_tokens: 8 } }]),
      run: async (client) => readAll(await client.chat.completions.create(REQUEST)),
    },
    { input: 7, output: 8, isEstimated: undefined },
  ],
  [
    'a background response, whose usage comes when it is retrieved',
    {
      reply: json({ id: 'resp_1', model: 'gpt-4o', status: 'queued', output: [] }),
      run: (client) => client.responses.create({ model: 'gpt-4o', input: 'Hi', background: true }),
    },
    NONE,
  ],
  [
    'a refused request, which used nothing',
    {
      reply: json({ error: { message: 'no such model' } }, 404),
      run: (client) => client.chat.completions.create(REQUEST),
    },
    NONE,
  ],
  [
    'a stream that breaks off before it says anything',
    { reply: events([]), run: async (client) => readAll(await client.chat.completions.create(REQUEST)) },
    NONE,
  ],
];

describe.each(SDKS)('estimated usage, %s', (_name, sdk) => {
  test.each(WAYS)('%s', async (_way, scenario, usage) => {
    expect(usageOf(await compare(sdk, scenario))).toEqual(usage);
  });
});

test('without captured content the same is counted, and nothing of it is on the span', async () => {
  const [, sdk] = SDKS[0] as (typeof SDKS)[number];
  const spans = await compare(sdk, {
    reply: events(WHOLE),
    run: async (client) => {
      const messages = [...MESSAGES];
      const stream = await client.chat.completions.create({ ...REQUEST, messages });
      // What the app adds to its own list while the answer comes is no part of the request.
      messages.push({ role: 'user', content: 'secret' });
      return readAll(stream);
    },
    config: { captureContent: false },
  });
  expect(usageOf(spans)).toEqual(estimated(INPUT_TOKENS, 4));
  expect(JSON.stringify(spans.map(({ attributes, events }) => ({ attributes, events })))).not.toMatch(
    /Paris|France|secret/,
  );
});

test('the end of a span is that of the call, not that of the count', async () => {
  const [, sdk] = SDKS[0] as (typeof SDKS)[number];
  let endMs = 0;
  const [span] = await compare(sdk, {
    reply: events(WHOLE),
    run: async (client) => {
      await readAll(await client.chat.completions.create(REQUEST));
      endMs = Date.now();
    },
  });
  const [seconds, nanos] = span?.endTime ?? [0, 0];
  expect(seconds * 1_000 + nanos / 1e6).toBeLessThanOrEqual(endMs + 2);
});
