import { zodResponseFormat } from 'openai/helpers/zod';
import type { ChatCompletionTool } from 'openai/resources/chat/completions';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readAll } from '../testing/read-all.ts';
import { clientOfNewServer } from '../testing/with-server.ts';

const SHOP = 'You answer for a bakery. It opens at seven every morning. Rye bread costs four euros. It is in Oslo.';

const weather: ChatCompletionTool = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Current weather of a city',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, unit: { type: 'string', enum: ['celsius', 'fahrenheit'] } },
      required: ['city', 'unit'],
    },
  },
};

test('a question is answered from the text that came with it, and the tokens add up', async () => {
  const openai = await clientOfNewServer();

  const { choices, usage, model } = await openai.chat.completions.create({
    model: 'demo-small',
    messages: [
      { role: 'system', content: SHOP },
      { role: 'user', content: 'What does rye bread cost?' },
    ],
  });

  expect(model).toBe('demo-small');
  expect(choices).toMatchObject([
    { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Rye bread costs four euros.' } },
  ]);
  // 24 and 6 tokens of text, 3 around each message, 3 that open the answer.
  expect(usage).toMatchObject({ prompt_tokens: 39, completion_tokens: 7, total_tokens: 46 });
});

test('the pieces of a stream are the answer, and the usage comes last if it is asked for', async () => {
  const openai = await clientOfNewServer();

  const stream = await openai.chat.completions.create({
    model: 'demo-small',
    messages: [{ role: 'user', content: `${SHOP} When does it open in the morning?` }],
    stream: true,
    stream_options: { include_usage: true },
  });
  const chunks = await readAll(stream);

  expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(
    'It opens at seven every morning.',
  );
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 7 } });
});

describe('tools', () => {
  test('one that fits the question is called, and its answer is used', async () => {
    const openai = await clientOfNewServer();
    const question = { role: 'user', content: 'What is the weather in Oslo, in fahrenheit?' } as const;

    const first = await openai.chat.completions.create({ model: 'demo-small', messages: [question], tools: [weather] });
    const message = first.choices[0]!.message;
    const [call] = message.tool_calls!;

    expect(first.choices[0]?.finish_reason).toBe('tool_calls');
    expect(call).toMatchObject({
      type: 'function',
      function: { name: 'get_weather', arguments: '{"city":"Oslo","unit":"fahrenheit"}' },
    });

    const second = await openai.chat.completions.create({
      model: 'demo-small',
      messages: [question, message, { role: 'tool', tool_call_id: call!.id, content: '{"city":"Oslo","degrees":39}' }],
      tools: [weather],
    });

    expect(second.choices[0]?.message.content).toBe('Here is what I found: city Oslo, degrees 39.');
  });

  test('one that does not fit is left alone, unless it is required', async () => {
    const openai = await clientOfNewServer();
    const request = { model: 'demo-small', messages: [{ role: 'user' as const, content: 'Hi!' }], tools: [weather] };
    const finish = async (choice: 'auto' | 'none' | 'required') =>
      (await openai.chat.completions.create({ ...request, tool_choice: choice })).choices[0]?.finish_reason;

    expect(await finish('auto')).toBe('stop');
    expect(await finish('none')).toBe('stop');
    expect(await finish('required')).toBe('tool_calls');
  });

  test('the pieces of a streamed call are put together by the SDK', async () => {
    const openai = await clientOfNewServer();

    const stream = openai.chat.completions.stream({
      model: 'demo-small',
      messages: [{ role: 'user', content: 'How is the weather in Oslo?' }],
      tools: [weather],
    });

    expect((await stream.finalMessage()).tool_calls).toMatchObject([
      { function: { name: 'get_weather', arguments: '{"city":"Oslo","unit":"celsius"}' } },
    ]);
  });
});

test('structured output is an instance of its schema', async () => {
  const openai = await clientOfNewServer();
  const Product = z.object({
    name: z.string(),
    priceEuros: z.number().min(2).max(10),
    pieces: z.int(),
    isFresh: z.boolean(),
    kind: z.enum(['cake', 'bread']),
    notes: z.array(z.string()).min(2),
    origin: z.union([z.object({ city: z.string() }), z.null()]),
  });

  const { choices } = await openai.chat.completions.parse({
    model: 'demo-small',
    messages: [{ role: 'user', content: `${SHOP} Describe the rye bread from Oslo.` }],
    response_format: zodResponseFormat(Product, 'product'),
  });

  expect(choices[0]?.message.parsed).toMatchObject({ kind: 'bread', origin: { city: 'Oslo' } });
});

test('several answers differ, and the prompt counts once', async () => {
  const openai = await clientOfNewServer();
  const messages = [{ role: 'user' as const, content: `${SHOP} When does it open?` }];

  const one = await openai.chat.completions.create({ model: 'demo-small', messages });
  const three = await openai.chat.completions.create({ model: 'demo-small', messages, n: 3 });

  expect(new Set(three.choices.map(({ message }) => message.content)).size).toBe(3);
  expect(three.usage?.prompt_tokens).toBe(one.usage?.prompt_tokens);
});

test('an answer ends at a stop sequence or at the limit of tokens', async () => {
  const openai = await clientOfNewServer();
  const messages = [{ role: 'user' as const, content: `${SHOP} What does rye bread cost?` }];
  const answer = async (limits: object) =>
    (await openai.chat.completions.create({ model: 'demo-small', messages, ...limits })).choices[0];

  expect(await answer({ stop: ' four' })).toMatchObject({
    finish_reason: 'stop',
    message: { content: 'Rye bread costs' },
  });
  expect(await answer({ max_completion_tokens: 3 })).toMatchObject({ finish_reason: 'length' });
});

describe('refused, naming the field', () => {
  test.each([
    ['model', { messages: [{ role: 'user', content: 'Hi' }] }],
    ['messages', { model: 'demo-small' }],
    ['messages', { model: 'demo-small', messages: [] }],
    ['messages[0].role', { model: 'demo-small', messages: [{ role: 'robot', content: 'Hi' }] }],
    ['messages[0].content', { model: 'demo-small', messages: [{ role: 'user', content: 7 }] }],
    ['n', { model: 'demo-small', messages: [{ role: 'user', content: 'Hi' }], n: 0 }],
    ['temperature', { model: 'demo-small', messages: [{ role: 'user', content: 'Hi' }], temperature: 3 }],
    ['tool_choice', { model: 'demo-small', messages: [{ role: 'user', content: 'Hi' }], tool_choice: { name: 'x' } }],
    ['stream_options', { model: 'demo-small', messages: [{ role: 'user', content: 'Hi' }], stream_options: {} }],
  ])('%s', async (param, body) => {
    const openai = await clientOfNewServer();

    await expect(openai.post('/chat/completions', { body })).rejects.toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      param,
    });
  });

  test('a model that is not here', async () => {
    const openai = await clientOfNewServer();
    const request = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Hi' }] };

    await expect(openai.chat.completions.create(request)).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });

  test('a schema that requires itself without end', async () => {
    const openai = await clientOfNewServer();
    const schema = { type: 'object', properties: { self: { $ref: '#' } }, required: ['self'] };
    const request = {
      model: 'demo-small',
      messages: [{ role: 'user' as const, content: 'Hi' }],
      response_format: { type: 'json_schema' as const, json_schema: { name: 'endless', schema } },
    };

    await expect(openai.chat.completions.create(request)).rejects.toMatchObject({ status: 400, param: 'schema' });
  });
});

describe('failing on demand', () => {
  const messages = [{ role: 'user' as const, content: 'Hi' }];

  test('the first of two equal requests fails, so that a client that tries again succeeds', async () => {
    const openai = await clientOfNewServer();
    const request = { model: 'demo-error-429-once', messages };

    await expect(openai.chat.completions.create(request)).rejects.toMatchObject({ status: 429 });
    expect((await openai.chat.completions.create(request)).choices).toHaveLength(1);
    expect((await openai.chat.completions.create(request, { maxRetries: 1 })).choices).toHaveLength(1);
  });

  test('a status that is asked for is given each time', async () => {
    const openai = await clientOfNewServer();

    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(openai.chat.completions.create({ model: 'demo-error-503', messages })).rejects.toMatchObject({
        status: 503,
      });
    }
  });

  test('a stream breaks off in the middle', async () => {
    const openai = await clientOfNewServer();
    const stream = await openai.chat.completions.create({ model: 'demo-error-cut', messages, stream: true });

    await expect(readAll(stream)).rejects.toThrow();
  });
});
