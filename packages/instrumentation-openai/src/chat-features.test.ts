import { describe, expect, test } from 'vitest';
import { compare, contentOf, SDKS } from './differential.test.support.ts';
import { readAll } from './read-all.test.support.ts';
import { events, json } from './scripted-server.test.support.ts';

const REQUEST = { model: 'demo', messages: [{ role: 'user' as const, content: 'Which city?' }] };
const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

function completion(message: object, more: object = {}): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'demo-2026',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: null, ...message }, ...more }],
    usage: USAGE,
  };
}

const delta = (index: number, content: object, finishReason: string | null = null) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  model: 'demo-2026',
  choices: [{ index, delta: content, finish_reason: finishReason }],
});

describe.each(SDKS)('what chat completions can do, %s', (_name, sdk) => {
  test('the service tier that was asked for, and the one that was given', async () => {
    const spans = await compare(sdk, {
      reply: json({ ...completion({ content: 'Paris' }), service_tier: 'flex' }),
      run: async (client) => [
        await client.chat.completions.create({ ...REQUEST, service_tier: 'flex', reasoning_effort: 'low' }),
        await client.chat.completions.create({ ...REQUEST, service_tier: 'auto' }),
      ],
    });
    expect(spans[0]?.attributes).toMatchObject({
      'openai.request.service_tier': 'flex',
      'openai.response.service_tier': 'flex',
      'gen_ai.request.reasoning.level': 'low',
    });
    expect(spans[1]?.attributes).not.toHaveProperty(['openai.request.service_tier']);
  });

  test('penalties, top_p and the limit of a reasoning model', async () => {
    const [span] = await compare(sdk, {
      reply: json(completion({ content: 'Paris' })),
      run: (client) =>
        client.chat.completions.create({
          ...REQUEST,
          top_p: 0.5,
          frequency_penalty: 0.25,
          presence_penalty: -0.25,
          max_completion_tokens: 9,
        }),
    });
    expect(span?.attributes).toMatchObject({
      'gen_ai.request.top_p': 0.5,
      'gen_ai.request.frequency_penalty': 0.25,
      'gen_ai.request.presence_penalty': -0.25,
      'gen_ai.request.max_tokens': 9,
    });
  });

  test('logprobs reach the app, and top_logprobs is not taken for top_k', async () => {
    const logprobs = { content: [{ token: 'Paris', logprob: -0.1, bytes: [80], top_logprobs: [] }], refusal: null };
    const [span] = await compare(sdk, {
      reply: json(completion({ content: 'Paris' }, { logprobs })),
      run: (client) => client.chat.completions.create({ ...REQUEST, logprobs: true, top_logprobs: 3 }),
    });
    expect(span?.attributes).not.toHaveProperty(['gen_ai.request.top_k']);
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([{ parts: [{ type: 'text', content: 'Paris' }] }]);
  });

  test('a refusal', async () => {
    const [span] = await compare(sdk, {
      reply: json(completion({ refusal: 'I cannot' })),
      run: (client) => client.chat.completions.create(REQUEST),
    });
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([
      { parts: [{ type: 'generic', generic_type: 'refusal', content: 'I cannot' }] },
    ]);
  });

  test('a prediction costs the tokens that were billed for it', async () => {
    const details = { accepted_prediction_tokens: 3, rejected_prediction_tokens: 7, reasoning_tokens: 0 };
    const [span] = await compare(sdk, {
      reply: json({
        ...completion({ content: 'Paris' }),
        usage: { ...USAGE, completion_tokens: 20, completion_tokens_details: details },
      }),
      run: (client) =>
        client.chat.completions.create({ ...REQUEST, prediction: { type: 'content', content: 'It is Paris' } }),
    });
    expect(span?.attributes['gen_ai.usage.output_tokens']).toBe(20);
  });

  test('a spoken answer is what was said and its sound, with its own tokens', async () => {
    const audio = { id: 'audio_1', data: 'AAAA', transcript: 'Paris', expires_at: 1 };
    const [span] = await compare(sdk, {
      reply: json({
        ...completion({ audio }),
        usage: {
          ...USAGE,
          prompt_tokens_details: { audio_tokens: 30, cached_tokens: 0 },
          completion_tokens_details: { audio_tokens: 15, reasoning_tokens: 0 },
        },
      }),
      run: (client) =>
        client.chat.completions.create({
          ...REQUEST,
          modalities: ['text', 'audio'],
          audio: { voice: 'ash', format: 'wav' },
        }),
    });
    expect(span?.attributes).toMatchObject({
      'gen_ai.output.type': 'speech',
      'gen_ai.usage.audio.input_tokens': 30,
      'gen_ai.usage.audio.output_tokens': 15,
    });
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([
      {
        parts: [
          { type: 'text', content: 'Paris' },
          { type: 'blob', modality: 'audio', content: 'AAAA' },
        ],
      },
    ]);
  });

  test('images, sounds and files that were sent are parts of the message', async () => {
    const [span] = await compare(sdk, {
      reply: json({
        ...completion({ content: 'Yes' }),
        usage: { ...USAGE, prompt_tokens_details: { image_tokens: 85 } },
      }),
      run: (client) =>
        client.chat.completions.create({
          model: 'demo',
          messages: [
            {
              role: 'user',
              content: [
                { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
                { type: 'input_audio', input_audio: { data: 'BBBB', format: 'wav' } },
                { type: 'file', file: { file_id: 'file_1' } },
              ],
            },
          ],
        }),
    });
    expect(span?.attributes['gen_ai.usage.image.input_tokens']).toBe(85);
    expect(contentOf(span, 'gen_ai.input.messages')).toEqual([
      {
        role: 'user',
        parts: [
          { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'AAAA' },
          { type: 'blob', modality: 'audio', mime_type: 'audio/wav', content: 'BBBB' },
          { type: 'file', modality: 'document', file_id: 'file_1' },
        ],
      },
    ]);
  });

  test('several choices that are streamed in turns are put together each by itself', async () => {
    const [span] = await compare(sdk, {
      reply: events([
        delta(1, { role: 'assistant', content: 'Lon' }),
        delta(0, { role: 'assistant', content: 'Par' }),
        delta(1, { content: 'don' }),
        delta(0, { content: 'is' }),
        delta(0, {}, 'stop'),
        delta(1, {}, 'length'),
        { id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'demo-2026', choices: [], usage: USAGE },
      ]),
      run: async (client) =>
        readAll(
          await client.chat.completions.create({
            ...REQUEST,
            n: 2,
            stream: true,
            stream_options: { include_usage: true },
          }),
        ),
    });
    expect(span?.attributes).toMatchObject({
      'gen_ai.request.choice.count': 2,
      'gen_ai.response.finish_reasons': ['stop', 'length'],
      'gen_ai.usage.output_tokens': 20,
    });
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([
      { parts: [{ content: 'Paris' }] },
      { parts: [{ content: 'London' }] },
    ]);
  });

  test('a refusal and a spoken answer, streamed', async () => {
    const [span] = await compare(sdk, {
      reply: events([
        delta(0, { role: 'assistant', refusal: 'I ' }),
        delta(0, { refusal: 'cannot' }),
        delta(0, { audio: { id: 'audio_1', transcript: 'Sor' } }),
        delta(0, { audio: { transcript: 'ry', data: 'AAAA' } }, 'stop'),
      ]),
      run: async (client) => readAll(await client.chat.completions.create({ ...REQUEST, stream: true })),
    });
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([
      {
        parts: [
          { generic_type: 'refusal', content: 'I cannot' },
          { type: 'text', content: 'Sorry' },
          { type: 'blob', modality: 'audio', content: 'AAAA' },
        ],
      },
    ]);
  });
});
