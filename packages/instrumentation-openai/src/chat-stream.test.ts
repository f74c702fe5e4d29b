import { inspect } from 'node:util';
import { SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { compare, contentOf, SDKS } from './differential.test.support.ts';
import { events, type Reply } from './scripted-server.test.support.ts';
import { z, zodResponseFormat } from './sdk-under-test.test.support.ts';

const REQUEST = { model: 'demo', stream: true as const, messages: [{ role: 'user' as const, content: 'Which city?' }] };

const chunk = (delta: object, finishReason: string | null = null) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'demo-2026',
  choices: [{ index: 0, delta, finish_reason: finishReason }],
});
const USAGE = {
  ...chunk({}),
  choices: [],
  usage: { prompt_tokens: 100, completion_tokens: 3, total_tokens: 103, prompt_tokens_details: { cached_tokens: 40 } },
};
const WORDS = [chunk({ role: 'assistant', content: '' }), chunk({ content: 'Par' }), chunk({ content: 'is' })];
const WHOLE = [...WORDS, chunk({}, 'stop')];

const answered = (content: string, finishReason?: string) => [
  {
    role: 'assistant',
    parts: [{ type: 'text', content }],
    ...(finishReason === undefined ? {} : { finish_reason: finishReason }),
  },
];

async function readAll<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of stream) all.push(item);
  return all;
}

describe.each(SDKS)('streamed chat.completions, %s', (_name, sdk) => {
  test('every chunk arrives, and the span has the text put together and its timing', async () => {
    const [span] = await compare(sdk, {
      reply: events(WHOLE),
      run: async (client) => readAll(await client.chat.completions.create(REQUEST)),
      config: { estimateUsage: false },
    });
    expect(span?.attributes).toMatchObject({
      'gen_ai.request.stream': true,
      'gen_ai.response.model': 'demo-2026',
      'gen_ai.response.finish_reasons': ['stop'],
      'tracewright.stream.chunks': 4,
      'tracewright.stream.end': 'complete',
    });
    expect(span?.attributes['gen_ai.response.time_to_first_chunk']).toBeGreaterThan(0);
    expect(span?.attributes['gen_ai.response.time_to_first_chunk']).toBeLessThan(10);
    expect(span?.attributes).not.toHaveProperty(['gen_ai.usage.input_tokens']);
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual(answered('Paris', 'stop'));
  });

  test('usage is taken from the last chunk where the app asked for it', async () => {
    const [span] = await compare(sdk, {
      reply: events([...WHOLE, USAGE]),
      run: async (client) =>
        readAll(await client.chat.completions.create({ ...REQUEST, stream_options: { include_usage: true } })),
    });
    expect(span?.attributes).toMatchObject({
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 3,
      'gen_ai.usage.cache_read.input_tokens': 40,
    });
  });

  test('calls of tools that come in pieces are put together', async () => {
    const piece = (index: number, id: string | undefined, name: string | undefined, text: string) =>
      chunk({ tool_calls: [{ index, ...(id ? { id, type: 'function' } : {}), function: { name, arguments: text } }] });
    const [span] = await compare(sdk, {
      reply: events([
        piece(0, 'call_1', 'weather', ''),
        piece(0, undefined, undefined, '{"city":'),
        piece(1, 'call_2', 'time', '{}'),
        piece(0, undefined, undefined, '"Paris"}'),
        chunk({}, 'tool_calls'),
      ]),
      run: async (client) => readAll(await client.chat.completions.create(REQUEST)),
    });
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'tool_call', id: 'call_1', name: 'weather', arguments: { city: 'Paris' } },
          { type: 'tool_call', id: 'call_2', name: 'time', arguments: {} },
        ],
        finish_reason: 'tool_call',
      },
    ]);
  });

  test('the stream() helper emits the same events', async () => {
    const spans = await compare(sdk, {
      reply: events([...WHOLE, USAGE]),
      run: async (client) => {
        const seen: unknown[] = [];
        const runner = client.chat.completions.stream({ model: 'demo', messages: [...REQUEST.messages] });
        runner.on('connect', () => seen.push('connect'));
        runner.on('content.delta', (event) => seen.push(event));
        runner.on('chunk', (event) => seen.push(event));
        runner.on('end', () => seen.push('end'));
        seen.push(await runner.finalChatCompletion());
        return seen;
      },
    });
    expect(spans.map((span) => span.attributes['gen_ai.usage.output_tokens'])).toEqual([3]);
  });

  test('the stream() helper parses', async () => {
    const spans = await compare(sdk, {
      reply: events([chunk({ role: 'assistant', content: '{"city":"Paris"}' }), chunk({}, 'stop')]),
      run: async (client) => {
        const response_format = zodResponseFormat(z.object({ city: z.string() }), 'place');
        const runner = client.chat.completions.stream({
          model: 'demo',
          messages: [...REQUEST.messages],
          response_format,
        });
        return (await runner.finalChatCompletion()).choices[0]?.message.parsed;
      },
    });
    expect(spans).toHaveLength(1);
  });

  test('withResponse() gives the stream and the response', async () => {
    const [span] = await compare(sdk, {
      reply: events(WHOLE),
      run: async (client) => {
        const { data, response, request_id } = await client.chat.completions.create(REQUEST).withResponse();
        return [await readAll(data), response.status, request_id];
      },
    });
    expect(span?.attributes['tracewright.request_id']).toBe('req_1');
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual(answered('Paris', 'stop'));
  });

  test('asResponse() gives the raw stream', async () => {
    const spans = await compare(sdk, {
      reply: events(WHOLE),
      run: async (client) => (await client.chat.completions.create(REQUEST).asResponse()).text(),
    });
    expect(spans).toHaveLength(1);
  });

  test('both branches of tee() get every chunk, and they are counted once', async () => {
    const [span] = await compare(sdk, {
      reply: events(WHOLE),
      run: async (client) => {
        const [left, right] = (await client.chat.completions.create(REQUEST)).tee();
        return Promise.all([readAll(left), readAll(right)]);
      },
    });
    expect(span?.attributes['tracewright.stream.chunks']).toBe(4);
  });

  test('toReadableStream() gives every line', async () => {
    const [span] = await compare(sdk, {
      reply: events(WHOLE),
      run: async (client) => new Response((await client.chat.completions.create(REQUEST)).toReadableStream()).text(),
    });
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual(answered('Paris', 'stop'));
  });

  test("the stream is the SDK's own, and can be read once", async () => {
    const [span] = await compare(sdk, {
      reply: events(WHOLE),
      run: async (client) => {
        const stream = await client.chat.completions.create(REQUEST);
        const seen: unknown[] = [
          stream.constructor.name,
          Object.keys(stream),
          inspect(stream),
          stream.controller instanceof AbortController,
        ];
        seen.push(await readAll(stream));
        seen.push(await readAll(stream).catch((error: Error) => error.message));
        return seen;
      },
    });
    expect(span?.attributes['tracewright.stream.end']).toBe('complete');
  });

  test('break cancels the request, and ends the span as cancelled with what had come', async () => {
    const [span] = await compare(sdk, {
      reply: events(WORDS, { endless: true }),
      run: async (client, server) => {
        for await (const { choices } of await client.chat.completions.create(REQUEST)) {
          if (choices[0]?.delta.content === 'Par') break;
        }
        return server.cutOff(0);
      },
    });
    expect(span?.attributes['tracewright.stream.end']).toBe('cancelled');
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual(answered('Par'));
  });

  test("an error of the app's in the loop cancels too, and is not the call's", async () => {
    const [span] = await compare(sdk, {
      reply: events(WORDS, { endless: true }),
      run: async (client) => {
        for await (const _ of await client.chat.completions.create(REQUEST)) throw new TypeError('mine');
      },
    });
    expect(span?.attributes['tracewright.stream.end']).toBe('cancelled');
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
  });

  test('controller.abort() ends the loop, and the span as cancelled', async () => {
    const [span] = await compare(sdk, {
      reply: events(WORDS, { endless: true }),
      run: async (client, server) => {
        const stream = await client.chat.completions.create(REQUEST);
        let count = 0;
        for await (const _ of stream) if (++count === 2) stream.controller.abort();
        return [count, await server.cutOff(0)];
      },
    });
    expect(span?.attributes['tracewright.stream.end']).toBe('cancelled');
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
  });

  test('controller.abort() before anybody reads ends the span as cancelled', async () => {
    const [span] = await compare(sdk, {
      reply: events(WORDS, { endless: true }),
      run: async (client, server) => {
        const stream = await client.chat.completions.create(REQUEST);
        stream.controller.abort();
        return server.cutOff(0);
      },
    });
    expect(span?.attributes['tracewright.stream.end']).toBe('cancelled');
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
  });

  test('an iterator that is left before it was read leaves the stream to be read', async () => {
    const [span] = await compare(sdk, {
      reply: events(WHOLE),
      run: async (client) => {
        const stream = await client.chat.completions.create(REQUEST);
        await stream[Symbol.asyncIterator]().return?.();
        return readAll(stream);
      },
      config: { estimateUsage: false },
    });
    expect(span?.attributes['tracewright.stream.end']).toBe('complete');
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual(answered('Paris', 'stop'));
  });

  test("a signal of the app's aborts in the middle", async () => {
    const [span] = await compare(sdk, {
      reply: events(WORDS, { endless: true }),
      run: async (client, server) => {
        const controller = new AbortController();
        let count = 0;
        for await (const _ of await client.chat.completions.create(REQUEST, { signal: controller.signal })) {
          if (++count === 2) controller.abort();
        }
        return [count, await server.cutOff(0)];
      },
    });
    expect(span?.attributes['tracewright.stream.end']).toBe('cancelled');
  });

  test('a connection that is cut is an error, with what had come', async () => {
    const cut: Reply = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const item of WORDS) response.write(`data: ${JSON.stringify(item)}\n\n`);
      response.write('', () => response.socket?.destroy());
    };
    const [span] = await compare(sdk, {
      reply: cut,
      run: async (client) => readAll(await client.chat.completions.create(REQUEST)),
    });
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes['tracewright.stream.end']).toBe('error');
  });

  test("an error that the server sends inside the stream is the call's", async () => {
    const [span] = await compare(sdk, {
      reply: events([...WORDS, { error: { message: 'overloaded', code: 'overloaded' } }]),
      run: async (client) => readAll(await client.chat.completions.create(REQUEST)),
    });
    expect(span?.attributes).toMatchObject({ 'error.type': 'APIError', 'tracewright.stream.end': 'error' });
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual(answered('Paris'));
  });

  test('a stream that is not JSON fails as without us', async () => {
    const [span] = await compare(sdk, {
      reply: (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"id\n\n'),
      run: async (client) => readAll(await client.chat.completions.create(REQUEST)),
    });
    expect(span?.attributes['error.type']).toBe('SyntaxError');
  });
});
