import { zodTextFormat } from 'openai/helpers/zod';
import type { FunctionTool } from 'openai/resources/responses/responses';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readAll } from '../testing/read-all.ts';
import { clientOfNewServer } from '../testing/with-server.ts';

const instructions = 'You answer for a bakery. It opens at seven every morning. Rye bread costs four euros.';

const priceTool: FunctionTool = {
  type: 'function',
  name: 'look_up_price',
  description: 'Price of a product of the bakery',
  strict: true,
  parameters: { type: 'object', properties: { product: { type: 'string' } }, required: ['product'] },
};

test('a response answers from its instructions and counts its tokens', async () => {
  const openai = await clientOfNewServer();

  const response = await openai.responses.create({
    model: 'demo-small',
    instructions,
    input: 'What does rye bread cost?',
  });

  expect(response).toMatchObject({
    status: 'completed',
    output_text: 'Rye bread costs four euros.',
    model: 'demo-small',
  });
  // 19 and 6 tokens of text, 3 around each message, 3 that open the answer.
  expect(response.usage).toMatchObject({ input_tokens: 34, output_tokens: 7, total_tokens: 41 });
});

test('a stream tells its events in order and ends with the whole response', async () => {
  const openai = await clientOfNewServer();

  const stream = await openai.responses.create({
    model: 'demo-small',
    instructions,
    input: 'When open?',
    stream: true,
  });
  const events = await readAll(stream);

  expect(events.map(({ sequence_number: number }) => number)).toEqual(events.map((_, at) => at));
  expect([...new Set(events.map(({ type }) => type))]).toEqual([
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.completed',
  ]);
  const deltas = events.flatMap((event) => (event.type === 'response.output_text.delta' ? [event.delta] : []));
  const last = events.at(-1);
  expect(last?.type === 'response.completed' && last.response.output[0]).toMatchObject({
    content: [{ text: deltas.join('') }],
  });
});

test('a tool is called, and the next response goes on from there', async () => {
  const openai = await clientOfNewServer();
  const first = await openai.responses.create({
    model: 'demo-small',
    input: 'Please look up the price of our Rye Bread',
    tools: [priceTool],
  });
  const call = first.output[0];
  if (call?.type !== 'function_call') throw new Error('expected a call');

  const second = await openai.responses.create({
    model: 'demo-small',
    previous_response_id: first.id,
    input: [{ type: 'function_call_output', call_id: call.call_id, output: '{"euros":4}' }],
    tools: [priceTool],
  });

  expect(call).toMatchObject({ name: 'look_up_price', arguments: '{"product":"Rye Bread"}' });
  expect(second.output_text).toBe('Here is what I found: euros 4.');
});

test('the SDK puts a streamed call and a parsed answer together', async () => {
  const openai = await clientOfNewServer();

  const called = openai.responses.stream({
    model: 'demo-small',
    input: 'Look up the price of our Rye Bread',
    tools: [priceTool],
  });
  const parsed = await openai.responses.parse({
    model: 'demo-small',
    instructions,
    input: 'When does it open?',
    text: { format: zodTextFormat(z.object({ answer: z.string() }), 'answer') },
  });

  expect((await called.finalResponse()).output[0]).toMatchObject({ arguments: '{"product":"Rye Bread"}' });
  expect(parsed.output_parsed).toEqual({ answer: 'It opens at seven every morning.' });
});

test('an answer that is too long is incomplete', async () => {
  const openai = await clientOfNewServer();

  const response = await openai.responses.create({
    model: 'demo-small',
    instructions,
    input: 'What does rye bread cost?',
    max_output_tokens: 3,
  });

  expect(response).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } });
});

test('a response is kept, unless it must not be', async () => {
  const openai = await clientOfNewServer();
  const kept = await openai.responses.create({ model: 'demo-small', input: 'Hi' });
  const dropped = await openai.responses.create({ model: 'demo-small', input: 'Hi', store: false });

  expect(await openai.responses.retrieve(kept.id)).toMatchObject({ id: kept.id, output_text: kept.output_text });
  await expect(openai.responses.retrieve(dropped.id)).rejects.toMatchObject({ status: 404 });
});

test.each([
  ['input', { model: 'demo-small' }],
  ['input[0].role', { model: 'demo-small', input: [{ role: 'robot', content: 'Hi' }] }],
  ['input[0].type', { model: 'demo-small', input: [{ type: 'item_reference', id: 'x' }] }],
  ['previous_response_id', { model: 'demo-small', input: 'Hi', previous_response_id: 'resp_unknown' }],
  ['tools[0].type', { model: 'demo-small', input: 'Hi', tools: [{ type: 'web_search' }] }],
])('refused, naming the field: %s', async (param, body) => {
  const openai = await clientOfNewServer();

  await expect(openai.post('/responses', { body })).rejects.toMatchObject({ status: 400, param });
});
