import { describe, expect, test } from 'vitest';
import { compare, contentOf, SDKS } from './differential.test.support.ts';
import { readAll } from './read-all.test.support.ts';
import { events, json, type Reply } from './scripted-server.test.support.ts';

const PIXELS = 'aGVsbG8=';
const sound = (name: string) => new File(['sound'], name, { type: 'audio/wav' });
const picture = (name: string) => new File(['pixels'], name, { type: 'image/png' });

/** Answers with bytes or a text as they are. */
function raw(contentType: string, body: string): Reply {
  return (response) => {
    response.writeHead(200, { 'content-type': contentType });
    response.end(body);
  };
}

describe.each(SDKS)('images, %s', (_name, sdk) => {
  test('a drawn image is an answer, with the tokens that it took', async () => {
    const [span] = await compare(sdk, {
      reply: json({
        created: 1,
        output_format: 'png',
        data: [{ b64_json: PIXELS, revised_prompt: 'A small otter' }],
        usage: {
          input_tokens: 10,
          output_tokens: 272,
          total_tokens: 282,
          input_tokens_details: { text_tokens: 10, image_tokens: 0 },
          output_tokens_details: { text_tokens: 0, image_tokens: 272 },
        },
      }),
      run: (client) => client.images.generate({ model: 'draw', prompt: 'An otter', n: 2 }),
    });
    expect(span?.name).toBe('generate_content draw');
    expect(span?.attributes).toMatchObject({
      'gen_ai.operation.name': 'generate_content',
      'openai.api.type': 'images_generations',
      'gen_ai.output.type': 'image',
      'gen_ai.request.choice.count': 2,
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 272,
      'gen_ai.usage.image.output_tokens': 272,
    });
    expect(span?.attributes).not.toHaveProperty(['gen_ai.usage.image.input_tokens']);
    expect(contentOf(span, 'gen_ai.input.messages')).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'An otter' }] },
    ]);
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'generic', generic_type: 'revised_prompt', content: 'A small otter' },
          { type: 'blob', modality: 'image', mime_type: 'image/png', content: PIXELS },
        ],
        finish_reason: 'stop',
      },
    ]);
  });

  test('an image of 5 MB leaves a small span', async () => {
    const [span] = await compare(sdk, {
      reply: json({ created: 1, data: [{ b64_json: 'A'.repeat(5_000_000) }], usage: { output_tokens: 272 } }),
      run: async (client) => (await client.images.generate({ model: 'draw', prompt: 'An otter' })).data?.length,
    });
    expect(JSON.stringify(span?.attributes).length).toBeLessThan(64 * 1024);
    expect(span?.attributes).toMatchObject({
      'tracewright.truncated': ['gen_ai.output.messages'],
      'gen_ai.usage.output_tokens': 272,
    });
  });

  test('an edit uploads the same bytes, and shows its files by name', async () => {
    const [span] = await compare(sdk, {
      reply: json({ created: 1, data: [{ url: 'https://images.test/1.png' }] }),
      run: (client) =>
        client.images.edit({
          model: 'draw',
          prompt: 'Add a hat',
          image: [picture('otter.png'), picture('hat.png')],
          mask: picture('mask.png'),
        }),
    });
    expect(span?.attributes['openai.api.type']).toBe('images_edits');
    const file = { type: 'generic', generic_type: 'upload', modality: 'image', mime_type: 'image/png', size_bytes: 6 };
    expect(contentOf(span, 'gen_ai.input.messages')).toEqual([
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'Add a hat' },
          { ...file, name: 'otter.png' },
          { ...file, name: 'hat.png' },
          { ...file, name: 'mask.png' },
        ],
      },
    ]);
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([
      { parts: [{ type: 'uri', modality: 'image', uri: 'https://images.test/1.png' }] },
    ]);
  });

  test('a variation', async () => {
    const [span] = await compare(sdk, {
      reply: json({ created: 1, data: [{ url: 'https://images.test/1.png' }] }),
      run: (client) => client.images.createVariation({ model: 'draw', image: picture('otter.png') }),
    });
    expect(span?.attributes['openai.api.type']).toBe('images_variations');
  });

  test('a streamed image shows its last state, with the usage of the last event', async () => {
    const usage = {
      input_tokens: 10,
      output_tokens: 272,
      total_tokens: 282,
      input_tokens_details: { text_tokens: 10 },
    };
    const [span] = await compare(sdk, {
      reply: events([
        { type: 'image_generation.partial_image', partial_image_index: 0, b64_json: 'cA==', output_format: 'png' },
        { type: 'image_generation.completed', b64_json: PIXELS, output_format: 'png', usage },
      ]),
      run: async (client) =>
        readAll(await client.images.generate({ model: 'draw', prompt: 'An otter', stream: true, partial_images: 1 })),
    });
    expect(span?.attributes).toMatchObject({
      'tracewright.stream.chunks': 2,
      'tracewright.stream.end': 'complete',
      'gen_ai.usage.output_tokens': 272,
    });
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([{ parts: [{ content: PIXELS }] }]);
  });
});

describe.each(SDKS)('audio, %s', (_name, sdk) => {
  test('speech gives the app its response unread', async () => {
    const [span] = await compare(sdk, {
      reply: raw('audio/mpeg', 'sound'),
      run: async (client) => {
        const request = { model: 'speak', voice: 'ash', input: 'Hello', instructions: 'Slowly' } as const;
        const response = await client.audio.speech.create(request);
        return [response.constructor.name, response.bodyUsed, await response.text()];
      },
    });
    expect(span?.name).toBe('generate_content speak');
    expect(span?.attributes).toMatchObject({ 'openai.api.type': 'audio_speech', 'gen_ai.output.type': 'speech' });
    expect(contentOf(span, 'gen_ai.input.messages')).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'Hello' }] },
    ]);
    expect(contentOf(span, 'gen_ai.system_instructions')).toEqual([{ type: 'text', content: 'Slowly' }]);
  });

  test('a transcription has what was heard, and the tokens of audio', async () => {
    const [span] = await compare(sdk, {
      reply: json({
        text: 'Hello',
        usage: {
          type: 'tokens',
          input_tokens: 14,
          output_tokens: 5,
          total_tokens: 19,
          input_token_details: { text_tokens: 0, audio_tokens: 14 },
        },
      }),
      run: (client) =>
        client.audio.transcriptions.create({ model: 'listen', file: sound('call.wav'), prompt: 'A greeting' }),
    });
    expect(span?.attributes).toMatchObject({
      'openai.api.type': 'audio_transcriptions',
      'gen_ai.request.model': 'listen',
      'gen_ai.usage.input_tokens': 14,
      'gen_ai.usage.audio.input_tokens': 14,
      'gen_ai.usage.output_tokens': 5,
    });
    expect(contentOf(span, 'gen_ai.input.messages')).toEqual([
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'A greeting' },
          {
            type: 'generic',
            generic_type: 'upload',
            modality: 'audio',
            name: 'call.wav',
            mime_type: 'audio/wav',
            size_bytes: 5,
          },
        ],
      },
    ]);
    expect(contentOf(span, 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'Hello' }] },
    ]);
  });

  test.each([
    ['text', raw('text/plain', 'Hello\n')],
    ['srt', raw('application/x-subrip', '1\nHello\n')],
    ['vtt', raw('text/vtt', 'WEBVTT\n\nHello\n')],
  ] as const)('a transcription as %s is a bare text', async (format, reply) => {
    const [span] = await compare(sdk, {
      reply,
      run: (client) =>
        client.audio.transcriptions.create({ model: 'listen', file: sound('call.wav'), response_format: format }),
    });
    expect(JSON.stringify(contentOf(span, 'gen_ai.output.messages'))).toContain('Hello');
  });

  test('a transcription billed by its length says how long it was', async () => {
    const [span] = await compare(sdk, {
      reply: json({
        task: 'transcribe',
        duration: 36.7,
        text: 'Hello',
        words: [],
        usage: { type: 'duration', seconds: 37 },
      }),
      run: (client) =>
        client.audio.transcriptions.create({
          model: 'listen',
          file: sound('call.wav'),
          response_format: 'verbose_json',
        }),
    });
    expect(span?.attributes['tracewright.usage.audio_seconds']).toBe(37);
    expect(span?.attributes).not.toHaveProperty(['gen_ai.usage.input_tokens']);
  });

  test('a streamed transcription', async () => {
    const usage = { type: 'tokens', input_tokens: 14, output_tokens: 5, total_tokens: 19 };
    const [span] = await compare(sdk, {
      reply: events([
        { type: 'transcript.text.delta', delta: 'Hel' },
        { type: 'transcript.text.delta', delta: 'lo' },
        { type: 'transcript.text.done', text: 'Hello', usage },
      ]),
      run: async (client) =>
        readAll(await client.audio.transcriptions.create({ model: 'listen', file: sound('call.wav'), stream: true })),
    });
    expect(span?.attributes).toMatchObject({ 'gen_ai.usage.output_tokens': 5, 'tracewright.stream.chunks': 3 });
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([{ parts: [{ content: 'Hello' }] }]);
  });

  test('break leaves what had been heard', async () => {
    const [span] = await compare(sdk, {
      reply: events([{ type: 'transcript.text.delta', delta: 'Hel' }], { endless: true }),
      run: async (client, server) => {
        const request = { model: 'listen', file: sound('call.wav'), stream: true } as const;
        for await (const _ of await client.audio.transcriptions.create(request)) break;
        return server.cutOff(0);
      },
    });
    expect(span?.attributes['tracewright.stream.end']).toBe('cancelled');
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([{ parts: [{ content: 'Hel' }] }]);
  });

  test('a translation', async () => {
    const [span] = await compare(sdk, {
      reply: json({ text: 'Hello' }),
      run: (client) => client.audio.translations.create({ model: 'listen', file: sound('call.wav') }),
    });
    expect(span?.attributes['openai.api.type']).toBe('audio_translations');
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([{ parts: [{ content: 'Hello' }] }]);
  });
});

describe.each(SDKS)('content off, %s', (_name, sdk) => {
  test('no prompt, file name, image or text is in the span of an edit or a transcription', async () => {
    const spans = await compare(sdk, {
      reply: json({ created: 1, text: 'CANARY', data: [{ b64_json: 'CANARY', revised_prompt: 'CANARY' }] }),
      config: { captureContent: false },
      run: async (client) => {
        await client.images.edit({ model: 'draw', prompt: 'CANARY', image: picture('CANARY.png') });
        await client.audio.transcriptions.create({ model: 'listen', file: sound('CANARY.wav'), prompt: 'CANARY' });
        await client.audio.speech.create({ model: 'speak', voice: 'ash', input: 'CANARY', instructions: 'CANARY' });
      },
    });
    expect(spans).toHaveLength(3);
    expect(JSON.stringify(spans.map(({ name, attributes, events }) => [name, attributes, events]))).not.toContain(
      'CANARY',
    );
  });
});
