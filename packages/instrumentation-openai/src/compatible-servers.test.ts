import { describe, expect, test } from 'vitest';
import { compare, contentOf, SDKS } from './differential.test.support.ts';
import { readAll } from './read-all.test.support.ts';
import { events, json } from './scripted-server.test.support.ts';

/** Tokens are left as the servers tell them. */
const config = { estimateUsage: false } as const;
const REQUEST = { model: 'llama', messages: [{ role: 'user' as const, content: 'Which city?' }] };
const message = { role: 'assistant', content: 'Paris' };

const TOKENS = /^gen_ai\.usage\./;
const tokenNames = (attributes: object = {}) => Object.keys(attributes).filter((name) => TOKENS.test(name));

describe.each(SDKS)('servers that are compatible, more or less, %s', (_name, sdk) => {
  test.each([
    ['nothing but the choice', { choices: [{ message }] }],
    [
      'nulls for whatever is not there',
      {
        id: null,
        model: null,
        usage: null,
        service_tier: null,
        system_fingerprint: null,
        choices: [
          {
            index: null,
            finish_reason: null,
            logprobs: null,
            message: { ...message, tool_calls: null, refusal: null, audio: null, function_call: null },
          },
        ],
      },
    ],
    ['empty texts', { id: '', model: '', choices: [{ finish_reason: '', message }] }],
  ])('an answer with %s', async (_case, body) => {
    const [span] = await compare(sdk, {
      reply: json(body),
      config,
      run: (client) => client.chat.completions.create(REQUEST),
    });
    expect(span?.name).toBe('chat llama');
    expect(tokenNames(span?.attributes)).toEqual([]);
    for (const name of ['id', 'model', 'finish_reasons']) {
      expect(span?.attributes).not.toHaveProperty([`gen_ai.response.${name}`]);
    }
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'Paris' }] },
    ]);
  });

  test.each([
    ['no choices', {}],
    ['null for choices', { choices: null }],
    ['choices of null', { choices: [null] }],
    ['a list', []],
    ['null', null],
    ['a text', 'Paris'],
  ])('an answer that is %s', async (_case, body) => {
    const [span] = await compare(sdk, {
      reply: json(body),
      config,
      run: (client) => client.chat.completions.create(REQUEST),
    });
    expect(span?.name).toBe('chat llama');
  });

  test('a stream without ids, roles, places and usage', async () => {
    const [span] = await compare(sdk, {
      reply: events([
        { choices: [{ delta: { content: 'Par' } }] },
        { id: null, usage: null, choices: [{ delta: { content: 'is', role: null, tool_calls: null } }] },
        { choices: [{ delta: null, finish_reason: 'stop' }] },
        { choices: null },
      ]),
      config,
      run: async (client) => readAll(await client.chat.completions.create({ ...REQUEST, stream: true })),
    });
    expect(tokenNames(span?.attributes)).toEqual([]);
    expect(span?.attributes).toMatchObject({
      'tracewright.stream.chunks': 4,
      'gen_ai.response.finish_reasons': ['stop'],
    });
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'Paris' }], finish_reason: 'stop' },
    ]);
  });

  test('calls of tools that come whole, without places, as Ollama sends them', async () => {
    const call = (id: string, city: string) => ({
      id,
      type: 'function',
      function: { name: 'weather', arguments: `{"city":"${city}"}` },
    });
    const [span] = await compare(sdk, {
      reply: events([
        { id: '1', choices: [{ index: 0, delta: { tool_calls: [call('c1', 'Paris')] } }] },
        { id: '1', choices: [{ index: 0, delta: { tool_calls: [call('c2', 'Rome')] }, finish_reason: 'tool_calls' }] },
      ]),
      config,
      run: async (client) => readAll(await client.chat.completions.create({ ...REQUEST, stream: true })),
    });
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([
      {
        parts: [
          { id: 'c1', arguments: { city: 'Paris' } },
          { id: 'c2', arguments: { city: 'Rome' } },
        ],
      },
    ]);
  });

  test("vLLM's own fields name it, and its reasoning is reasoning", async () => {
    const [span] = await compare(sdk, {
      reply: json({
        id: 'chatcmpl-1',
        model: 'llama',
        choices: [{ index: 0, finish_reason: 'stop', stop_reason: null, message: { ...message, reasoning: 'Hm' } }],
        usage: { prompt_tokens: 9, total_tokens: 11, completion_tokens: 2, prompt_tokens_details: null },
        prompt_logprobs: null,
        kv_transfer_params: null,
      }),
      run: (client) => client.chat.completions.create(REQUEST),
    });
    expect(span?.attributes).toMatchObject({ 'gen_ai.provider.name': 'vllm', 'gen_ai.usage.input_tokens': 9 });
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([
      { parts: [{ type: 'reasoning', content: 'Hm' }, { content: 'Paris' }] },
    ]);
  });

  test('numbers below zero are no tokens', async () => {
    const usage = { prompt_tokens: -1, completion_tokens: -1, prompt_tokens_details: { cached_tokens: -1 } };
    const [span] = await compare(sdk, {
      reply: json({ choices: [{ message }], usage }),
      config,
      run: (client) => client.chat.completions.create(REQUEST),
    });
    expect(tokenNames(span?.attributes)).toEqual([]);
  });

  test('legacy completions, embeddings and responses without usage, ids and models', async () => {
    const spans = await compare(sdk, {
      reply: (response, n) => {
        const bodies = [
          { choices: [{ text: 'Paris' }] },
          { data: [{ embedding: [0.5, 0.5] }], usage: null },
          { status: 'completed', output: null, usage: null },
        ];
        json(bodies[n])(response, n);
      },
      config,
      run: async (client) => {
        await client.completions.create({ model: 'llama', prompt: 'Which city?' });
        await client.embeddings.create({ model: 'nomic', input: 'x', encoding_format: 'float' });
        return client.responses.create({ model: 'llama', input: 'Which city?' }).catch((error: Error) => error.name);
      },
    });
    expect(spans.map(({ name }) => name)).toEqual(['text_completion llama', 'embeddings nomic', 'chat llama']);
    for (const span of spans) expect(tokenNames(span.attributes)).toEqual([]);
    expect(spans[1]?.attributes['gen_ai.embeddings.dimension.count']).toBe(2);
  });
});
