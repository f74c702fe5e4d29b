import { describe, expect, test } from 'vitest';
import { compare, contentOf, SDKS } from './differential.test.support.ts';
import { readAll } from './read-all.test.support.ts';
import { events, json } from './scripted-server.test.support.ts';

const REQUEST = { model: 'demo', prompt: 'Once upon' };

function completion(choices: readonly object[]): object {
  return {
    id: 'cmpl-1',
    object: 'text_completion',
    created: 1,
    model: 'demo-2026',
    system_fingerprint: 'fp_1',
    choices,
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  };
}

const chunk = (text: string, finishReason: string | null = null) => ({
  id: 'cmpl-1',
  object: 'text_completion',
  created: 1,
  model: 'demo-2026',
  choices: [{ index: 0, text, finish_reason: finishReason, logprobs: null }],
});

describe.each(SDKS)('completions, %s', (_name, sdk) => {
  test('an answer is the same, and its span has texts, tokens and what was asked for', async () => {
    const [span] = await compare(sdk, {
      reply: json(completion([{ index: 0, text: ' a time', finish_reason: 'stop', logprobs: null }])),
      run: (client) =>
        client.completions.create({ ...REQUEST, max_tokens: 9, temperature: 0.5, stop: ['x'], seed: 7, n: 1 }),
    });
    expect(span?.name).toBe('text_completion demo');
    expect(span?.attributes).toMatchObject({
      'gen_ai.operation.name': 'text_completion',
      'openai.api.type': 'completions',
      'gen_ai.request.max_tokens': 9,
      'gen_ai.request.temperature': 0.5,
      'gen_ai.request.stop_sequences': ['x'],
      'gen_ai.request.seed': 7,
      'gen_ai.response.id': 'cmpl-1',
      'gen_ai.response.model': 'demo-2026',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 20,
      'openai.response.system_fingerprint': 'fp_1',
      'tracewright.span.kind': 'llm',
    });
    expect(contentOf(span, 'gen_ai.input.messages')).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'Once upon' }] },
    ]);
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: ' a time' }], finish_reason: 'stop' },
    ]);
  });

  test('several prompts are messages side by side, and their choices stand in order', async () => {
    const choice = (index: number, text: string) => ({ index, text, finish_reason: 'length', logprobs: null });
    const [span] = await compare(sdk, {
      reply: json(completion([choice(1, 'B'), choice(0, 'A')])),
      run: (client) => client.completions.create({ ...REQUEST, prompt: ['a', 'b'] }),
    });
    expect(contentOf(span, 'gen_ai.input.messages')).toMatchObject([
      { parts: [{ content: 'a' }] },
      { parts: [{ content: 'b' }] },
    ]);
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([
      { parts: [{ content: 'A' }] },
      { parts: [{ content: 'B' }] },
    ]);
  });

  test.each([
    ['one prompt', [11, 12, 13], [3]],
    ['several', [[11, 12], [13]], [2, 1]],
  ])('token numbers are counted and not kept, %s', async (_case, prompt, counts) => {
    const [span] = await compare(sdk, {
      reply: json(completion([])),
      run: (client) => client.completions.create({ ...REQUEST, prompt: prompt as number[] }),
    });
    expect(contentOf(span, 'gen_ai.input.messages')).toEqual(
      counts.map((count) => ({ role: 'user', parts: [{ type: 'generic', generic_type: 'tokens', count }] })),
    );
  });

  test('every chunk arrives, and the last one gives the usage', async () => {
    const [span] = await compare(sdk, {
      reply: events([chunk(' a'), chunk(' time'), chunk('', 'stop'), { ...completion([]) }]),
      run: async (client) => {
        const stream = await client.completions.create({
          ...REQUEST,
          stream: true,
          stream_options: { include_usage: true },
        });
        return readAll(stream);
      },
    });
    expect(span?.attributes).toMatchObject({
      'gen_ai.request.stream': true,
      'gen_ai.usage.output_tokens': 20,
      'gen_ai.response.finish_reasons': ['stop'],
      'tracewright.stream.chunks': 4,
      'tracewright.stream.end': 'complete',
    });
    expect(span?.attributes['gen_ai.response.time_to_first_chunk']).toBeGreaterThan(0);
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([{ parts: [{ content: ' a time' }] }]);
  });

  test('break cancels the request and leaves the text that had come', async () => {
    const [span] = await compare(sdk, {
      reply: events([chunk(' a'), chunk(' time')], { endless: true }),
      run: async (client, server) => {
        for await (const _ of await client.completions.create({ ...REQUEST, stream: true })) break;
        return server.cutOff(0);
      },
    });
    expect(span?.attributes['tracewright.stream.end']).toBe('cancelled');
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: ' a' }] },
    ]);
  });
});
