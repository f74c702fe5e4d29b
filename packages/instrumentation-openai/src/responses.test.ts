import { SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { compare, contentOf, SDKS } from './differential.test.support.ts';
import { events, json } from './scripted-server.test.support.ts';
import { z, zodTextFormat } from './sdk-under-test.test.support.ts';

const REQUEST = { model: 'demo', input: 'Which city?', instructions: 'Be brief' };

function response(output: readonly object[], more: object = {}): object {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    model: 'demo-2026',
    status: 'completed',
    service_tier: 'default',
    output,
    usage: {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 40 },
      output_tokens: 20,
      output_tokens_details: { reasoning_tokens: 5 },
      total_tokens: 120,
    },
    ...more,
  };
}

const message = (text: string) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [] }],
});

const opening = { ...response([]), status: 'in_progress', usage: null };
const STREAM = [
  { type: 'response.created', sequence_number: 0, response: opening },
  { type: 'response.in_progress', sequence_number: 1, response: opening },
  {
    type: 'response.output_item.added',
    sequence_number: 2,
    output_index: 0,
    item: { ...message(''), status: 'in_progress', content: [] },
  },
  {
    type: 'response.content_part.added',
    sequence_number: 3,
    output_index: 0,
    content_index: 0,
    item_id: 'msg_1',
    part: { type: 'output_text', text: '', annotations: [] },
  },
  ...['Par', 'is'].map((delta, i) => ({
    type: 'response.output_text.delta',
    sequence_number: 4 + i,
    output_index: 0,
    content_index: 0,
    item_id: 'msg_1',
    delta,
    logprobs: [],
  })),
];
const DONE = { type: 'response.completed', sequence_number: 6, response: response([message('Paris')]) };

async function readAll<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of stream) all.push(item);
  return all;
}

describe.each(SDKS)('responses, %s', (_name, sdk) => {
  test('an answer is the same, and its span has messages and tokens', async () => {
    const [span] = await compare(sdk, {
      reply: json(response([message('Paris')])),
      run: (client) =>
        client.responses.create({
          ...REQUEST,
          max_output_tokens: 50,
          reasoning: { effort: 'low' },
          previous_response_id: 'r0',
        }),
    });
    expect(span?.name).toBe('chat demo');
    expect(span?.attributes).toMatchObject({
      'openai.api.type': 'responses',
      'gen_ai.request.max_tokens': 50,
      'gen_ai.request.reasoning.level': 'low',
      'gen_ai.request.previous_response.id': 'r0',
      'gen_ai.response.id': 'resp_1',
      'gen_ai.response.model': 'demo-2026',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 20,
      'gen_ai.usage.cache_read.input_tokens': 40,
      'gen_ai.usage.reasoning.output_tokens': 5,
    });
    expect(contentOf(span, 'gen_ai.system_instructions')).toEqual([{ type: 'text', content: 'Be brief' }]);
    expect(contentOf(span, 'gen_ai.input.messages')).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'Which city?' }] },
    ]);
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'Paris' }], finish_reason: 'stop' },
    ]);
  });

  test('reasoning, built-in tools and calls of functions are parts of one turn', async () => {
    const [span] = await compare(sdk, {
      reply: json(
        response([
          { id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text: 'thinking' }] },
          { id: 'ws_1', type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'q' } },
          { id: 'fc_1', type: 'function_call', call_id: 'call_1', name: 'weather', arguments: '{"city":"Paris"}' },
        ]),
      ),
      run: (client) => client.responses.create(REQUEST),
    });
    expect(span?.attributes['gen_ai.response.finish_reasons']).toEqual(['tool_calls']);
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'thinking' },
          {
            type: 'server_tool_call',
            id: 'ws_1',
            name: 'web_search',
            server_tool_call: { type: 'web_search', action: { type: 'search', query: 'q' } },
          },
          { type: 'tool_call', id: 'call_1', name: 'weather', arguments: { city: 'Paris' } },
        ],
        finish_reason: 'tool_call',
      },
    ]);
  });

  test('parse() gives the parsed object, and one span', async () => {
    const format = zodTextFormat(z.object({ city: z.string() }), 'place');
    const spans = await compare(sdk, {
      reply: json(response([message('{"city":"Paris"}')])),
      run: async (client) => (await client.responses.parse({ ...REQUEST, text: { format } })).output_parsed,
    });
    expect(spans.map((span) => span.attributes['gen_ai.usage.output_tokens'])).toEqual([20]);
  });

  test('withResponse() and asResponse()', async () => {
    const spans = await compare(sdk, {
      reply: json(response([message('Paris')])),
      run: async (client) => {
        const { data, request_id } = await client.responses.create(REQUEST).withResponse();
        const raw = await client.responses.create(REQUEST).asResponse();
        return [data.output_text, request_id, await raw.json()];
      },
    });
    expect(spans).toHaveLength(2);
  });

  test('every event arrives, and the last one gives the usage', async () => {
    const [span] = await compare(sdk, {
      reply: events([...STREAM, DONE]),
      run: async (client) => readAll(await client.responses.create({ ...REQUEST, stream: true })),
    });
    expect(span?.attributes).toMatchObject({
      'gen_ai.usage.output_tokens': 20,
      'gen_ai.response.finish_reasons': ['stop'],
      'tracewright.stream.chunks': 7,
      'tracewright.stream.end': 'complete',
    });
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([{ parts: [{ type: 'text', content: 'Paris' }] }]);
  });

  test('break leaves the text that had come', async () => {
    const [span] = await compare(sdk, {
      reply: events(STREAM, { endless: true }),
      run: async (client, server) => {
        for await (const event of await client.responses.create({ ...REQUEST, stream: true })) {
          if (event.type === 'response.output_text.delta') break;
        }
        return server.cutOff(0);
      },
    });
    expect(span?.attributes).toMatchObject({ 'tracewright.stream.end': 'cancelled', 'gen_ai.response.id': 'resp_1' });
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'Par' }] },
    ]);
  });

  test('the stream() helper emits the same events', async () => {
    const spans = await compare(sdk, {
      reply: events([...STREAM, DONE]),
      run: async (client) => {
        const runner = client.responses.stream(REQUEST);
        const seen: unknown[] = [];
        runner.on('event', (event) => seen.push(event.type));
        runner.on('response.output_text.delta', (event) => seen.push(event.snapshot));
        return [await runner.finalResponse(), seen];
      },
    });
    expect(spans).toHaveLength(1);
  });

  test('a response that failed at the provider is an error, though the call succeeded', async () => {
    const failed = response([], { status: 'failed', error: { code: 'server_error', message: 'sorry' }, usage: null });
    const [span] = await compare(sdk, { reply: json(failed), run: (client) => client.responses.create(REQUEST) });
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'sorry' });
    expect(span?.attributes['error.type']).toBe('server_error');
  });

  test('a stream whose response failed is an error', async () => {
    const failed = response([], { status: 'failed', error: { code: 'rate_limit_exceeded', message: 'slow down' } });
    const [span] = await compare(sdk, {
      reply: events([...STREAM, { type: 'response.failed', sequence_number: 6, response: failed }]),
      run: async (client) => readAll(await client.responses.create({ ...REQUEST, stream: true })),
    });
    expect(span?.attributes).toMatchObject({ 'error.type': 'rate_limit_exceeded', 'tracewright.stream.end': 'error' });
  });
});
