import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { said, servedModels } from './served-model.test.support.ts';

const servedWith = servedModels();

test('a conversation is answered as a response as well, at once or as it comes', async () => {
  const { call } = await servedWith(async (request, response) => {
    const { stream, messages } = JSON.parse(await text(request));
    if (!stream) return void response.end(said(`re ${messages[0].content}`));
    for (const content of ['a', 'b'])
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
    response.end('data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}\n\ndata: [DONE]\n\n');
  });
  const input = [{ role: 'user', content: [{ type: 'input_text', text: 'q' }] }];
  for (const asked of [input, 'q']) {
    expect(await (await call({ input: asked })).json()).toMatchObject({
      object: 'response',
      status: 'completed',
      model: 'bot',
      output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 're q' }] }],
    });
  }
  const events = (await (await call({ input, stream: true })).text()).trim().split('\n\n');
  const sent = events.map((event) => JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? ''));
  expect(events.map((event) => /^event: (.*)$/m.exec(event)?.[1])).toEqual(sent.map(({ type }) => type));
  expect(sent.map(({ sequence_number }) => sequence_number)).toEqual(sent.map((_, at) => at));
  expect(sent.map(({ type }) => type)).toEqual([
    'response.created',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.delta',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.completed',
  ]);
  expect(sent.at(-1)?.response).toMatchObject({
    output: [{ content: [{ text: 'ab' }] }],
    usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
  });
});

test('what breaks off while it is sent is told in the form of the stream', async () => {
  const { call } = await servedWith((_, response) => {
    response.write('data: {"choices":[{"delta":{"content":"a"}}]}\n\n');
    response.end('data: {"error":{"message":"overloaded"}}\n\n');
  });
  const ends = async (body: object) => (await (await call({ ...body, stream: true })).text()).trim().split('\n').at(-1);
  const reason = { code: 'TEMPORARILY_UNAVAILABLE', message: 'the model broke off: overloaded' };
  const chat = await ends({ messages: [{ role: 'user', content: 'q' }] });
  expect(JSON.parse(chat?.slice('data: '.length) ?? '')).toMatchObject({ error: reason });
  const response = await ends({ input: 'q' });
  expect(JSON.parse(response?.slice('data: '.length) ?? '')).toMatchObject({ type: 'error', ...reason });
});

test('a refusal of the model says what the caller can do about it', async () => {
  let status = 400;
  const { call } = await servedWith((_, response) => response.writeHead(status, { 'retry-after': '7' }).end('no'));
  const seen: unknown[] = [];
  for (status of [400, 401, 429, 500]) {
    const answer = await call({ inputs: ['q'] });
    const { error_code: code } = (await answer.json()) as { error_code: string };
    seen.push([status, answer.status, code, answer.headers.get('retry-after')]);
  }
  expect(seen).toEqual([
    [400, 400, 'INVALID_PARAMETER_VALUE', '7'],
    [401, 500, 'INTERNAL_ERROR', '7'],
    [429, 429, 'RESOURCE_EXHAUSTED', '7'],
    [500, 503, 'TEMPORARILY_UNAVAILABLE', '7'],
  ]);
});

test('a model that breaks off or answers with something else is no answer', async () => {
  const { call } = await servedWith(async (request, response) => {
    const { stream } = JSON.parse(await text(request));
    response.end(stream ? 'data: {"error":{"message":"overloaded"}}\n\n' : '<html>');
  });
  const broken = await call({ messages: [{ role: 'user', content: 'q' }], stream: true });
  expect([broken.status, await broken.json()]).toEqual([
    503,
    { error_code: 'TEMPORARILY_UNAVAILABLE', message: 'the model broke off: overloaded' },
  ]);
  // Nor does it stream because of a parameter.
  for (const params of [{}, { stream: true }]) {
    const other = await call({ inputs: ['q'], params });
    expect([other.status, await other.json()]).toEqual([
      500,
      { error_code: 'INTERNAL_ERROR', message: expect.stringMatching(/did not answer with JSON$/) },
    ]);
  }
});
