import { inspect } from 'node:util';
import { SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { compare, contentOf, SDKS } from './differential.test.support.ts';
import { inTurn, json } from './scripted-server.test.support.ts';
import { z, zodResponseFormat } from './sdk-under-test.test.support.ts';

const MESSAGES = [{ role: 'user', content: 'Which city?' }] as const;
const REQUEST = { model: 'demo', messages: [...MESSAGES] };

function completion(message: object, finishReason = 'stop'): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'demo-2026',
    system_fingerprint: 'fp_1',
    service_tier: 'default',
    choices: [{ index: 0, finish_reason: finishReason, message: { role: 'assistant', content: null, ...message } }],
    usage: {
      prompt_tokens: 100,
      completion_tokens: 20,
      total_tokens: 120,
      prompt_tokens_details: { cached_tokens: 40 },
      completion_tokens_details: { reasoning_tokens: 5 },
    },
  };
}

const CALL = { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } };

describe.each(SDKS)('chat.completions, %s', (_name, sdk) => {
  test('an answer is the same, and its span has messages, tokens and what was asked for', async () => {
    const [span] = await compare(sdk, {
      reply: json(completion({ content: 'Paris' })),
      run: (client) =>
        client.chat.completions.create({ ...REQUEST, temperature: 0.5, max_tokens: 9, stop: 'x', seed: 7 }),
    });
    expect(span?.name).toBe('chat demo');
    expect(span?.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'custom',
      'gen_ai.request.model': 'demo',
      'gen_ai.request.temperature': 0.5,
      'gen_ai.request.max_tokens': 9,
      'gen_ai.request.stop_sequences': ['x'],
      'gen_ai.request.seed': 7,
      'gen_ai.response.id': 'chatcmpl-1',
      'gen_ai.response.model': 'demo-2026',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 20,
      'gen_ai.usage.cache_read.input_tokens': 40,
      'gen_ai.usage.reasoning.output_tokens': 5,
      'openai.response.service_tier': 'default',
      'openai.response.system_fingerprint': 'fp_1',
      'server.address': '127.0.0.1',
      'tracewright.span.kind': 'llm',
    });
    expect(contentOf(span, 'gen_ai.input.messages')).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'Which city?' }] },
    ]);
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'Paris' }], finish_reason: 'stop' },
    ]);
    expect(span?.attributes).not.toHaveProperty(['http.request.resend_count']);
  });

  test("the promise is the SDK's own, with its own properties", async () => {
    const [span] = await compare(sdk, {
      reply: json(completion({ content: 'Paris' })),
      run: async (client, _server, { APIPromise }) => {
        const promise = client.chat.completions.create(REQUEST);
        const seen = [promise instanceof APIPromise, promise.constructor.name, Object.keys(promise), inspect(promise)];
        await promise;
        return seen;
      },
    });
    expect(span?.name).toBe('chat demo');
  });

  test('a call of a tool, and the tools that were offered', async () => {
    const parameters = { type: 'object', properties: { city: { type: 'string' } } };
    const [span] = await compare(sdk, {
      reply: json(completion({ tool_calls: [CALL] }, 'tool_calls')),
      run: (client) =>
        client.chat.completions.create({
          ...REQUEST,
          tools: [{ type: 'function', function: { name: 'weather', description: 'Now', parameters } }],
        }),
    });
    expect(span?.attributes['gen_ai.response.finish_reasons']).toEqual(['tool_calls']);
    expect(contentOf(span, 'gen_ai.tool.definitions')).toEqual([
      { type: 'function', name: 'weather', description: 'Now', parameters },
    ]);
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual([
      {
        role: 'assistant',
        parts: [{ type: 'tool_call', id: 'call_1', name: 'weather', arguments: { city: 'Paris' } }],
        finish_reason: 'tool_call',
      },
    ]);
  });

  test('parse() gives the parsed object, and one span', async () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } } };
    const formats = [
      zodResponseFormat(z.object({ city: z.string() }), 'place'),
      { type: 'json_schema' as const, json_schema: { name: 'place', schema } },
    ];
    const spans = await compare(sdk, {
      reply: json(completion({ content: '{"city":"Paris"}' })),
      run: async (client) => {
        const answers: unknown[] = [];
        for (const response_format of formats) {
          const answer = await client.chat.completions.parse({ ...REQUEST, response_format });
          answers.push(answer, answer.choices[0]?.message.parsed);
        }
        return answers;
      },
    });
    expect(spans.map((span) => span.attributes['gen_ai.output.type'])).toEqual(['json', 'json']);
    expect(spans[0]?.attributes['gen_ai.usage.output_tokens']).toBe(20);
  });

  test('parse() of an answer that was cut fails as without us, with the tokens on a failed span', async () => {
    const format = zodResponseFormat(z.object({ city: z.string() }), 'place');
    const [span] = await compare(sdk, {
      reply: json(completion({ content: '{"ci' }, 'length')),
      run: (client) => client.chat.completions.parse({ ...REQUEST, response_format: format }),
    });
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes).toMatchObject({
      'error.type': 'LengthFinishReasonError',
      'gen_ai.usage.input_tokens': 100,
    });
    // The request itself was answered well.
    expect(span?.events.map(({ name }) => name)).toEqual(['exception']);
  });

  test('runTools() makes a span for each call of the model', async () => {
    const spans = await compare(sdk, {
      reply: inTurn(json(completion({ tool_calls: [CALL] }, 'tool_calls')), json(completion({ content: 'Sunny' }))),
      run: (client) =>
        client.chat.completions
          .runTools({
            ...REQUEST,
            tools: [
              {
                type: 'function',
                function: {
                  name: 'weather',
                  description: 'Now',
                  parameters: { type: 'object', properties: { city: { type: 'string' } } },
                  parse: JSON.parse,
                  function: () => 'sunny',
                },
              },
            ],
          })
          .finalContent(),
    });
    expect(spans.map((span) => span.attributes['gen_ai.response.finish_reasons'])).toEqual([['tool_calls'], ['stop']]);
    expect(contentOf(spans[1], 'gen_ai.input.messages')).toContainEqual({
      role: 'tool',
      parts: [{ type: 'tool_call_response', id: 'call_1', response: 'sunny' }],
    });
  });

  test('withResponse() gives data, response and request id', async () => {
    const [span] = await compare(sdk, {
      reply: json(completion({ content: 'Paris' })),
      run: async (client) => {
        const { data, response, request_id } = await client.chat.completions.create(REQUEST).withResponse();
        return [data, response.status, request_id];
      },
    });
    expect(span?.attributes).toMatchObject({ 'gen_ai.usage.input_tokens': 100, 'tracewright.request_id': 'req_1' });
  });

  test('asResponse() leaves the body unread for the app', async () => {
    const [span] = await compare(sdk, {
      reply: json(completion({ content: 'Paris' })),
      run: async (client) => (await client.chat.completions.create(REQUEST).asResponse()).json(),
    });
    expect(span?.attributes).not.toHaveProperty(['gen_ai.usage.input_tokens']);
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
  });

  test('several choices stand side by side', async () => {
    const choice = (index: number, content: string) => ({
      index,
      finish_reason: index === 0 ? 'stop' : 'length',
      message: { role: 'assistant', content },
    });
    const [span] = await compare(sdk, {
      reply: json({ ...completion({}), choices: [choice(1, 'B'), choice(0, 'A')] }),
      run: (client) => client.chat.completions.create({ ...REQUEST, n: 2 }),
    });
    expect(span?.attributes).toMatchObject({
      'gen_ai.request.choice.count': 2,
      'gen_ai.response.finish_reasons': ['stop', 'length'],
    });
  });
});
