import { describe, expect, test } from 'vitest';
import { type Case, type Client, compare, SDKS } from './differential.test.support.ts';
import { events, json } from './scripted-server.test.support.ts';

const REQUEST = { model: 'demo', messages: [{ role: 'user' as const, content: 'Which city?' }] };
const STREAMED = { ...REQUEST, stream: true as const };
const ANSWER = {
  id: '1',
  model: 'demo',
  choices: [{ index: 0, finish_reason: 'stop', message: { content: 'Paris' } }],
  usage: { prompt_tokens: 7, completion_tokens: 2 },
};
const CHUNKS = ['Par', 'is'].map((content) => ({
  id: '1',
  model: 'demo',
  choices: [{ index: 0, delta: { role: 'assistant', content } }],
}));

/** What an app starts and forgets: nothing of it may be held, or its span would never end. */
const forgotten = (scenario: Omit<Case, 'isForgotten'>): Case => ({ ...scenario, isForgotten: true });

async function firstChunk(client: Client): Promise<unknown> {
  const stream = await client.chat.completions.create(STREAMED);
  const { value } = await stream[Symbol.asyncIterator]().next();
  return value;
}

describe.each(SDKS)('left alone, %s', (_name, sdk) => {
  test('a stream that is never read, of a server that has said all', async () => {
    const [span, ...more] = await compare(
      sdk,
      forgotten({
        reply: events(CHUNKS),
        run: async (client) => (await client.chat.completions.create(STREAMED)).constructor.name,
      }),
    );
    expect(more).toEqual([]);
    expect(span?.attributes['tracewright.stream.end']).toBe('abandoned');
  });

  test('a stream that is never read, of a server that goes on', async () => {
    const [span] = await compare(
      sdk,
      forgotten({
        reply: events(CHUNKS, { endless: true }),
        run: async (client) => (await client.chat.completions.create(STREAMED)).constructor.name,
        leavesOpen: true,
      }),
    );
    expect(span?.attributes['tracewright.stream.end']).toBe('abandoned');
  });

  test('a stream that is dropped after its first chunk', async () => {
    const [span] = await compare(
      sdk,
      forgotten({ reply: events(CHUNKS, { endless: true }), run: firstChunk, leavesOpen: true }),
    );
    expect(span?.attributes).toMatchObject({ 'tracewright.stream.end': 'abandoned', 'tracewright.stream.chunks': 1 });
  });

  test('both branches of tee(), of which none is read', async () => {
    const [span] = await compare(
      sdk,
      forgotten({
        reply: events(CHUNKS),
        run: async (client) => (await client.chat.completions.create(STREAMED)).tee().length,
      }),
    );
    expect(span?.attributes['tracewright.stream.end']).toBe('abandoned');
  });

  test('toReadableStream(), cancelled by who has it', async () => {
    const [span] = await compare(sdk, {
      reply: events(CHUNKS, { endless: true }),
      run: async (client) => {
        const reader = (await client.chat.completions.create(STREAMED)).toReadableStream().getReader();
        const { value } = await reader.read();
        await reader.cancel();
        return new TextDecoder().decode(value);
      },
    });
    expect(span?.attributes['tracewright.stream.end']).toBe('cancelled');
  });

  test('a promise that nobody awaits', async () => {
    const [span] = await compare(
      sdk,
      forgotten({
        reply: json(ANSWER),
        run: async (client, server) => {
          void client.chat.completions.create(REQUEST);
          await server.cutOff(0);
        },
      }),
    );
    expect(span?.attributes['gen_ai.request.model']).toBe('demo');
  });

  test('a raw response whose body is never read', async () => {
    const spans = await compare(
      sdk,
      forgotten({
        reply: json(ANSWER),
        run: async (client) => (await client.chat.completions.create(REQUEST).asResponse()).status,
      }),
    );
    expect(spans).toHaveLength(1);
  });

  test('helpers that are stopped: abort() of stream(), before and after the first chunk', async () => {
    const spans = await compare(sdk, {
      reply: events(CHUNKS, { endless: true }),
      run: async (client, server) => {
        const early = client.chat.completions.stream(REQUEST);
        early.on('error', () => {});
        await server.arrived(0);
        early.abort();
        const late = client.chat.completions.stream(REQUEST);
        late.on('content', () => late.abort());
        const ends = await Promise.allSettled([early.done(), late.done()]);
        return ends.map((end) => (end.status === 'rejected' ? end.reason.constructor.name : 'done'));
      },
    });
    expect(spans.map((span) => span.attributes['tracewright.stream.end'])).toEqual(['cancelled', 'cancelled']);
  });

  test('the answer is asked for in every way that there is', async () => {
    const spans = await compare(sdk, {
      reply: json(ANSWER),
      run: async (client) => {
        const promise = client.chat.completions.create(REQUEST);
        const all = await Promise.all([
          promise,
          promise.then(({ id }) => id),
          promise.finally(() => {}),
          promise.withResponse().then(({ data, request_id }) => [data.id, request_id]),
        ]);
        const unwrapped = await client.chat.completions.create(REQUEST)._thenUnwrap(({ model }) => model);
        return [all, all[0] === (await promise), unwrapped];
      },
    });
    expect(spans.map((span) => span.attributes['gen_ai.usage.input_tokens'])).toEqual([7, 7]);
  });
});
