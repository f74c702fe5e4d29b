import { describe, expect, test } from 'vitest';
import { compare, contentOf, SDKS } from './differential.test.support.ts';
import { events, json } from './scripted-server.test.support.ts';
import { SDK_MAJOR } from './sdk-under-test.test.support.ts';

const REQUEST = { model: 'demo', input: 'Which city?' };
const USAGE = {
  input_tokens: 100,
  input_tokens_details: { cached_tokens: 40, cache_write_tokens: 10 },
  output_tokens: 20,
  output_tokens_details: { reasoning_tokens: 5 },
  total_tokens: 120,
};

function response(output: readonly object[], more: object = {}): object {
  return { id: 'resp_1', object: 'response', model: 'demo-2026', status: 'completed', output, usage: USAGE, ...more };
}

const message = {
  type: 'message',
  role: 'assistant',
  content: [{ type: 'output_text', text: 'Paris', annotations: [] }],
};

describe.each(SDKS)('what responses can do, %s', (_name, sdk) => {
  test('a conversation, a stored prompt, a tier and a format are what was asked for', async () => {
    const [span] = await compare(sdk, {
      reply: json(response([message], { service_tier: 'flex' })),
      run: (client) =>
        client.responses.create({
          ...REQUEST,
          conversation: 'conv_1',
          prompt: { id: 'pmpt_1', version: '2', variables: { city: 'CANARY' } },
          service_tier: 'flex',
          text: { format: { type: 'json_object' } },
          temperature: 0.5,
          top_p: 0.25,
        }),
    });
    expect(span?.attributes).toMatchObject({
      'gen_ai.conversation.id': 'conv_1',
      'gen_ai.prompt.name': 'pmpt_1',
      'gen_ai.prompt.version': '2',
      'openai.request.service_tier': 'flex',
      'openai.response.service_tier': 'flex',
      'gen_ai.output.type': 'json',
      'gen_ai.request.temperature': 0.5,
      'gen_ai.request.top_p': 0.25,
      'gen_ai.usage.cache_write.input_tokens': 10,
    });
    expect(JSON.stringify(span?.attributes)).not.toContain('CANARY');
  });

  test('an answer that was cut, and one that was filtered, say so', async () => {
    const reasons = ['max_output_tokens', 'content_filter'];
    const spans = await compare(sdk, {
      reply: (answer, n) =>
        json(response([message], { status: 'incomplete', incomplete_details: { reason: reasons[n] } }))(answer, n),
      run: async (client) => [await client.responses.create(REQUEST), await client.responses.create(REQUEST)],
    });
    expect(spans.map((span) => span.attributes['gen_ai.response.finish_reasons'])).toEqual([
      ['length'],
      ['content_filter'],
    ]);
  });

  test('a refusal, and an image that a built-in tool has drawn', async () => {
    const refusal = { type: 'message', role: 'assistant', content: [{ type: 'refusal', refusal: 'I cannot' }] };
    const drawn = { type: 'image_generation_call', id: 'ig_1', status: 'completed', result: 'AAAA' };
    const [span] = await compare(sdk, {
      reply: json(response([refusal, drawn])),
      run: (client) => client.responses.create({ ...REQUEST, tools: [{ type: 'image_generation' }] }),
    });
    expect(contentOf(span, 'gen_ai.tool.definitions')).toEqual([
      { type: 'image_generation', name: 'image_generation' },
    ]);
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([
      {
        parts: [
          { type: 'generic', generic_type: 'refusal', content: 'I cannot' },
          { type: 'server_tool_call', id: 'ig_1', server_tool_call: { type: 'image_generation', result: 'AAAA' } },
        ],
      },
    ]);
  });

  test('summaries of reasoning, streamed and broken off', async () => {
    const [span] = await compare(sdk, {
      reply: events(
        [
          {
            type: 'response.created',
            sequence_number: 0,
            response: response([], { status: 'in_progress', usage: null }),
          },
          {
            type: 'response.output_item.added',
            sequence_number: 1,
            output_index: 0,
            item: { type: 'reasoning', id: 'rs_1', summary: [] },
          },
          ...['Let me ', 'think'].map((delta, i) => ({
            type: 'response.reasoning_summary_text.delta',
            sequence_number: 2 + i,
            output_index: 0,
            summary_index: 0,
            item_id: 'rs_1',
            delta,
          })),
        ],
        { endless: true },
      ),
      run: async (client, server) => {
        let seen = 0;
        const request = { ...REQUEST, stream: true, reasoning: { effort: 'high', summary: 'auto' } } as const;
        for await (const _ of await client.responses.create(request)) if (++seen === 4) break;
        return server.cutOff(0);
      },
    });
    expect(span?.attributes['gen_ai.request.reasoning.level']).toBe('high');
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([
      { parts: [{ type: 'reasoning', content: 'Let me think' }] },
    ]);
  });

  test('the stream() helper takes up a response in the background', async () => {
    const running = response([], { status: 'in_progress', background: true, usage: null });
    const done = response([message], { background: true });
    const spans = await compare(sdk, {
      reply: events([
        { type: 'response.created', sequence_number: 0, response: running },
        { type: 'response.completed', sequence_number: 1, response: done },
      ]),
      run: async (client) => (await client.responses.stream({ response_id: 'resp_1' }).finalResponse()).output_text,
    });
    expect(spans.map(({ name }) => name)).toEqual(['fetch_response']);
    expect(spans[0]?.attributes['gen_ai.usage.output_tokens']).toBe(20);
  });

  test.runIf(SDK_MAJOR >= 6)('the beta of the API, and conversations that are put together', async () => {
    const compacted = {
      id: 'resp_2',
      object: 'response.compaction',
      output: [{ type: 'compaction', id: 'cmp_1' }],
      usage: USAGE,
    };
    const spans = await compare(sdk, {
      reply: (answer, n) => json(n === 0 ? response([message]) : compacted)(answer, n),
      run: async (client) => [
        await client.beta.responses.create(REQUEST),
        await client.responses.compact({ model: 'demo', input: 'Which city?' }),
      ],
    });
    expect(spans.map(({ name }) => name)).toEqual(['chat demo', 'chat demo']);
    expect(spans.map(({ attributes }) => attributes['gen_ai.usage.input_tokens'])).toEqual([100, 100]);
    expect(contentOf(spans[1], 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'compaction', id: 'cmp_1' }] },
    ]);
  });

  test.runIf(SDK_MAJOR >= 7)('decisions', async () => {
    const [span] = await compare(sdk, {
      reply: json({
        model: 'demo-2026',
        answers: [{ type: 'predicate', name: 'city', probability: 0.75 }],
        usage: USAGE,
      }),
      run: (client) =>
        client.decisions.create({
          model: 'demo',
          input: 'Paris',
          questions: [{ type: 'predicate', name: 'city', instructions: 'Is it a city?' }],
        }),
    });
    expect(span?.name).toBe('generate_content demo');
    expect(span?.attributes).toMatchObject({ 'openai.api.type': 'decisions', 'gen_ai.usage.output_tokens': 20 });
    expect(contentOf(span, 'gen_ai.input.messages')).toMatchObject([
      { parts: [{ content: 'Paris' }] },
      { parts: [{ generic_type: 'predicate', instructions: 'Is it a city?' }] },
    ]);
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([{ parts: [{ probability: 0.75 }] }]);
  });
});
