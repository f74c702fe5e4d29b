import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { describe, expect, test } from 'vitest';
import { type Client, SDKS, type Sdk, traced } from '../differential.test.support.ts';
import { events, json, type Reply, type SeenRequest, serve } from '../scripted-server.test.support.ts';

const REQUEST = { model: 'demo', stream: true as const, messages: [{ role: 'user' as const, content: 'Which city?' }] };
const USAGE = { prompt_tokens: 100, completion_tokens: 3, total_tokens: 103 };

const chunk = (delta: object, finishReason: string | null = null) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  model: 'demo-2026',
  choices: [{ index: 0, delta, finish_reason: finishReason }],
});
const CHUNKS = [chunk({ role: 'assistant', content: 'Par' }), chunk({ content: 'is "usage":null' }), chunk({}, 'stop')];

/** As OpenAI answers: with usage only if it is asked for, and then with an empty field in every other chunk. */
const asAsked: ReplyTo = (request) => {
  if (!optionsOf(request)?.include_usage) return events(CHUNKS);
  return events([...CHUNKS.map((each) => ({ ...each, usage: null })), { ...chunk({}), choices: [], usage: USAGE }]);
};

function optionsOf({ body }: SeenRequest): { readonly include_usage?: boolean } | undefined {
  return (JSON.parse(String(body)) as { readonly stream_options?: { readonly include_usage?: boolean } })
    .stream_options;
}

type ReplyTo = (request: SeenRequest) => Reply;
type Run = (client: Client) => unknown;

interface Outcome {
  readonly result: unknown;
  readonly requests: readonly SeenRequest[];
  readonly spans: readonly ReadableSpan[];
}

/** What an app gets without us, and what it gets with usage asked for behind its back. */
async function both(sdk: Sdk, run: Run, replyTo: ReplyTo = asAsked): Promise<{ plain: Outcome; asked: Outcome }> {
  const plain = await observed(sdk, run, replyTo);
  const asked = await traced(
    sdk,
    async (counter) => ({ ...(await observed(sdk, run, replyTo)), spans: counter.ended }),
    { includeUsage: true, estimateUsage: false },
  );
  expect(asked.result).toEqual(plain.result);
  return { plain, asked };
}

async function observed(sdk: Sdk, run: Run, replyTo: ReplyTo): Promise<Outcome> {
  const server = await serve((response, n) => replyTo(server.requests[n] as SeenRequest)(response, n));
  try {
    const client = new sdk.OpenAI({ apiKey: 'test', baseURL: server.baseUrl, maxRetries: 0, logLevel: 'off' });
    const outcome = await Promise.resolve(run(client)).catch((error: Error) => [error.constructor.name, error.message]);
    return { result: outcome, requests: server.requests, spans: [] };
  } finally {
    server.close();
  }
}

async function readAll<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of stream) all.push(item);
  return all;
}

const text = (stream: ReadableStream) => new Response(stream).text();

const WAYS: ReadonlyArray<readonly [name: string, run: Run]> = [
  ['for await', async (client) => readAll(await client.chat.completions.create(REQUEST))],
  ['withResponse()', async (client) => readAll((await client.chat.completions.create(REQUEST).withResponse()).data)],
  ['tee()', async (client) => Promise.all((await client.chat.completions.create(REQUEST)).tee().map(readAll))],
  ['toReadableStream()', async (client) => text((await client.chat.completions.create(REQUEST)).toReadableStream())],
  ['stream()', (client) => readAll(client.chat.completions.stream({ ...REQUEST }))],
  ['finalChatCompletion()', (client) => client.chat.completions.stream({ ...REQUEST }).finalChatCompletion()],
];

describe.each(SDKS)('usage that is asked for and hidden, %s', (_name, sdk) => {
  test.each(WAYS)('with %s the app gets its own chunks, and the span the usage', async (_way, run) => {
    const { asked } = await both(sdk, run);
    expect(asked.requests.map(optionsOf)).toEqual([{ include_usage: true }]);
    expect(asked.spans.map(({ attributes }) => attributes)).toEqual([
      expect.objectContaining({ 'gen_ai.usage.input_tokens': 100, 'gen_ai.usage.output_tokens': 3 }),
    ]);
    expect(asked.spans[0]?.attributes).toMatchObject({ 'tracewright.stream.chunks': 3 });
  });

  test('a raw response has the same bytes, status, headers and address', async () => {
    const { asked } = await both(sdk, async (client) => {
      const response = await client.chat.completions.create(REQUEST).asResponse();
      const { status, statusText, type, redirected, bodyUsed } = response;
      const { date: _date, ...headers } = Object.fromEntries(response.headers);
      const path = new URL(response.url).pathname;
      return { status, statusText, type, redirected, bodyUsed, headers, path, text: await response.text() };
    });
    expect(asked.requests).toHaveLength(1);
    expect((asked.result as { text: string }).text).not.toContain('prompt_tokens');
  });

  test('a raw response is recognised after a web server has put a class of its own in the place of Response', async () => {
    const original = globalThis.Response;
    const { constructor: fetched } = await fetch('data:,');
    try {
      const { asked } = await both(sdk, async (client) => {
        globalThis.Response = class extends original {};
        const response = await client.chat.completions.create(REQUEST).asResponse();
        return { isAsFetched: response.constructor === fetched, text: await response.text() };
      });
      expect(asked.result).toMatchObject({ isAsFetched: true, text: expect.not.stringContaining('prompt_tokens') });
    } finally {
      globalThis.Response = original;
    }
  });

  test('a raw response that is asked for twice is the same one', async () => {
    const { asked } = await both(sdk, async (client) => {
      const promise = client.chat.completions.create(REQUEST);
      const [first, second] = [await promise.asResponse(), await promise.asResponse()];
      return { isSame: first === second, text: await second.text() };
    });
    expect(asked.result).toMatchObject({ isSame: true });
  });

  test('a raw response that the app leaves lets go of the connection', async () => {
    await both(
      sdk,
      async (client) => {
        const response = await client.chat.completions.create(REQUEST).asResponse();
        const reader = response.body?.getReader();
        const first = await reader?.read();
        await reader?.cancel();
        return new TextDecoder().decode(first?.value);
      },
      () => events([CHUNKS[0]], { endless: true }),
    );
  });

  test('the body that the app passed is left as it is', async () => {
    const body = { ...REQUEST, stream_options: { include_obfuscation: false } };
    const { asked } = await both(sdk, async (client) => readAll(await client.chat.completions.create(body)));
    expect(body).toEqual({ ...REQUEST, stream_options: { include_obfuscation: false } });
    expect(asked.requests.map(optionsOf)).toEqual([{ include_obfuscation: false, include_usage: true }]);
  });

  test.each([true, false])(
    'an app that says itself whether it wants usage (%s) gets what it asks for',
    async (wants) => {
      const body = { ...REQUEST, stream_options: { include_usage: wants } };
      const { plain, asked } = await both(sdk, async (client) => readAll(await client.chat.completions.create(body)));
      expect(asked.requests[0]?.body).toEqual(plain.requests[0]?.body);
    },
  );

  test('a server that refuses to be asked gets the request as the app made it, and is not asked again', async () => {
    const refuse: ReplyTo = (request) =>
      optionsOf(request)?.include_usage
        ? json({ error: { message: 'Unrecognized request argument supplied: stream_options' } }, 400)
        : events(CHUNKS);
    const { asked } = await both(
      sdk,
      async (client) => [
        await readAll(await client.chat.completions.create(REQUEST)),
        await readAll(await client.chat.completions.create(REQUEST)),
      ],
      refuse,
    );
    expect(asked.requests.map(optionsOf)).toEqual([{ include_usage: true }, undefined, undefined]);
    expect(asked.spans.map(({ status }) => status.code)).toEqual([0, 0]);
    expect(asked.spans[0]?.events.map(({ attributes }) => attributes?.['tracewright.attempt.status'])).toEqual([400]);
  });

  test('an error of another kind reaches the app after one request', async () => {
    const { asked } = await both(
      sdk,
      async (client) => readAll(await client.chat.completions.create(REQUEST)),
      () => json({ error: { message: 'no such model' } }, 400),
    );
    expect(asked.requests).toHaveLength(1);
    expect(asked.result).toEqual(['BadRequestError', '400 no such model']);
  });

  test('a stream that the app leaves after its last word is cancelled as without us', async () => {
    const { asked } = await both(sdk, async (client) => {
      const seen: unknown[] = [];
      for await (const each of await client.chat.completions.create(REQUEST)) {
        seen.push(each);
        if (each.choices[0]?.finish_reason) break;
      }
      return seen;
    });
    expect(asked.spans[0]?.attributes).toMatchObject({ 'tracewright.stream.end': 'cancelled' });
  });
});

test.each(SDKS)('what tracing asked for stays hidden when it ends before the app reads, %s', async (_name, sdk) => {
  const server = await serve((response, n) => asAsked(server.requests[n] as SeenRequest)(response, n));
  try {
    const client = new sdk.OpenAI({ apiKey: 'test', baseURL: server.baseUrl, maxRetries: 0 });
    await traced(
      sdk,
      async (_counter, _provider, tracing) => {
        const [read, raw] = [client.chat.completions.create(REQUEST), client.chat.completions.create(REQUEST)];
        tracing.settleOpen(false);
        tracing.disable();
        expect(await readAll(await read)).toEqual(CHUNKS);
        expect(await (await raw.asResponse()).text()).not.toContain('completion_tokens');
      },
      { includeUsage: true, estimateUsage: false },
    );
    expect(server.requests.map((request) => optionsOf(request)?.include_usage)).toEqual([true, true]);
  } finally {
    server.close();
  }
});
