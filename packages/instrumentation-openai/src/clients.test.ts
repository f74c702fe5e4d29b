import { describe, expect, test } from 'vitest';
import { compare, SDKS } from './differential.test.support.ts';
import { inTurn, json } from './scripted-server.test.support.ts';

const REQUEST = { model: 'demo', messages: [{ role: 'user' as const, content: 'Which city?' }] };
const ANSWER = {
  id: 'chatcmpl-1',
  model: 'demo-2026',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Paris' } }],
  usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
};

describe.each(SDKS)('clients, %s', (_name, sdk) => {
  test('AzureOpenAI is named, and its deployment stands for a model that nobody named', async () => {
    const spans = await compare(sdk, {
      reply: json(ANSWER),
      run: async (_client, server) => {
        const azure = new sdk.AzureOpenAI({
          apiKey: 'test',
          apiVersion: '2026-01-01',
          deployment: 'my-deployment',
          baseURL: server.baseUrl.replace('/v1', '/openai'),
        });
        const { model: _model, ...request } = REQUEST;
        return [
          await azure.chat.completions.create(REQUEST),
          // @ts-expect-error: Azure takes the model from the deployment
          await azure.chat.completions.create(request),
          await azure.files.retrieve('file_1'),
        ];
      },
    });
    expect(spans.map((span) => span.name)).toEqual(['chat demo', 'chat my-deployment', 'files.retrieve']);
    for (const span of spans) expect(span.attributes['gen_ai.provider.name']).toBe('azure.ai.openai');
    expect(spans[2]?.attributes).not.toHaveProperty(['gen_ai.request.model']);
  });

  test('withOptions() makes a client whose calls and retries are its own', async () => {
    const spans = await compare(sdk, {
      reply: inTurn(
        json({ error: { message: 'busy' } }, 503, { 'retry-after-ms': '1' }),
        json(ANSWER),
        json({ error: { message: 'busy' } }, 503),
      ),
      run: async (client) => {
        const patient = client.withOptions({ maxRetries: 1 });
        const hasty = client.withOptions({ maxRetries: 0 });
        const seen: unknown[] = [await patient.chat.completions.create(REQUEST)];
        await hasty.chat.completions.create(REQUEST).catch((error: Error) => seen.push(error.message));
        return [...seen, patient.constructor.name];
      },
    });
    expect(spans.map((span) => span.attributes['http.request.resend_count'])).toEqual([1, undefined]);
    expect(spans.map((span) => span.attributes['error.type'])).toEqual([undefined, 'InternalServerError']);
  });

  test('several clients beside each other keep to their own addresses', async () => {
    const spans = await compare(sdk, {
      reply: json(ANSWER),
      run: async (client, server) => {
        const other = new sdk.OpenAI({ apiKey: 'test', baseURL: server.baseUrl.replace('127.0.0.1', 'localhost') });
        const one = await client.chat.completions.create(REQUEST);
        return [one, await other.chat.completions.create({ ...REQUEST, model: 'other' })];
      },
    });
    expect(spans.map(({ name, attributes }) => [name, attributes['server.address']])).toEqual([
      ['chat demo', '127.0.0.1'],
      ['chat other', 'localhost'],
    ]);
  });

  test('a client inside the fetch of another has a span inside the span of the other', async () => {
    const spans = await compare(sdk, {
      reply: json(ANSWER),
      run: async (client, server) => {
        const outer = new sdk.OpenAI({
          apiKey: 'test',
          baseURL: server.baseUrl,
          fetch: async (url, init) => {
            await client.embeddings.create({ model: 'embed', input: 'x' }).catch(() => {});
            return fetch(url, init);
          },
        });
        return outer.chat.completions.create(REQUEST);
      },
    });
    const [inner, outer] = spans;
    expect([inner?.name, outer?.name]).toEqual(['embeddings embed', 'chat demo']);
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    expect(outer?.attributes['http.request.resend_count']).toBeUndefined();
  });

  test('a subclass is traced as what it derives from, and its own methods are called', async () => {
    class Counting extends sdk.OpenAI {
      calls: string[] = [];

      override async fetchWithTimeout(...args: Parameters<InstanceType<typeof sdk.OpenAI>['fetchWithTimeout']>) {
        this.calls.push('fetch');
        return super.fetchWithTimeout(...args);
      }
    }
    const [span] = await compare(sdk, {
      reply: inTurn(json({ error: { message: 'busy' } }, 503, { 'retry-after-ms': '1' }), json(ANSWER)),
      run: async (_client, server) => {
        const client = new Counting({ apiKey: 'test', baseURL: server.baseUrl, logLevel: 'off' });
        return [await client.chat.completions.create(REQUEST), client.calls, client instanceof Counting];
      },
    });
    expect(span?.attributes).toMatchObject({ 'gen_ai.usage.output_tokens': 20, 'http.request.resend_count': 1 });
    expect(span?.events.map(({ name }) => name)).toEqual(['tracewright.attempt']);
  });

  test('a subclass that answers from its own store makes no request, and its span ends', async () => {
    class Remembering extends sdk.OpenAI {
      // @ts-expect-error: an app may return what it likes
      override post(): unknown {
        return Promise.resolve({ remembered: true });
      }
    }
    const spans = await compare(sdk, {
      reply: json(ANSWER),
      run: (_client, server) =>
        new Remembering({ apiKey: 'test', baseURL: server.baseUrl }).chat.completions.create(REQUEST),
    });
    expect(spans.map((span) => span.name)).toEqual(['chat demo']);
  });
});
