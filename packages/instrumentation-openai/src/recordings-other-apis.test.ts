import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentOf, traced } from './differential.test.support.ts';
import { readAll } from './read-all.test.support.ts';
import type { Loose, Recording } from './recorded-truth.test.support.ts';
import { sdk } from './sdk-under-test.test.support.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../shared/recordings');
const isPresent = existsSync(FOLDER);
const recordings = isPresent ? ['completions', 'embeddings', 'images', 'errors'].flatMap(readRecordings) : [];

/** Exchanges whose request is known, with the SDK's own paths. */
function readRecordings(name: string): Recording[] {
  const lines = readFileSync(resolve(FOLDER, `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return lines
    .map((line) => JSON.parse(line) as Recording)
    .filter(({ tags, provider }) => !tags.includes('response_only') && provider !== 'ollama');
}

/** Answers the one request as it was answered then. */
function replaying({ response }: Recording): typeof globalThis.fetch {
  return async () => {
    const { status, headers, sse, body } = response;
    return new Response(sse === undefined ? JSON.stringify(body) : `${sse.join('\n\n')}\n\n`, { status, headers });
  };
}

async function seenByApp(recording: Recording): Promise<unknown> {
  const { endpoint, request } = recording;
  const common = { apiKey: 'test', maxRetries: 0, fetch: replaying(recording), logLevel: 'off' as const };
  const client = request.path.startsWith('/openai/deployments')
    ? new sdk.AzureOpenAI({ ...common, endpoint: 'https://example.openai.azure.com', apiVersion: '2024-02-01' })
    : new sdk.OpenAI(common);
  const apis: Readonly<Record<string, (body: Loose) => PromiseLike<unknown>>> = {
    completions: (body) => client.completions.create(body),
    embeddings: (body) => client.embeddings.create(body),
    images: (body) => client.images.generate(body),
    chat: (body) => client.chat.completions.create(body),
    responses: (body) => client.responses.create(body),
  };
  try {
    const answer = await apis[endpoint.split('.')[0] ?? '']?.(request.body);
    return recording.response.sse === undefined ? answer : readAll(answer as AsyncIterable<unknown>);
  } catch (error) {
    return [(error as Error).constructor.name, (error as Error).message];
  }
}

describe.runIf(isPresent)('recorded exchanges of the other APIs', () => {
  test.each(recordings.map((recording) => [recording.endpoint, recording.provider, recording.id, recording] as const))(
    '%s of %s, %s: the app sees the same, the span tells the truth',
    async (endpoint, _provider, _id, recording) => {
      const plain = await seenByApp(recording);
      const { status, body, sse } = recording.response;
      const { attributes, ...span } = await traced(
        sdk,
        async (counter) => {
          expect(await seenByApp(recording)).toEqual(plain);
          expect([counter.started, counter.ended.length]).toEqual([1, 1]);
          const [only] = counter.ended;
          return { status: only?.status, attributes: only?.attributes ?? {}, shown: only };
        },
        { estimateUsage: false },
      );

      expect(attributes['gen_ai.request.model']).toBe(recording.request.body.model);
      if (status >= 400) {
        expect(attributes['error.type']).toBe((plain as readonly string[])[0]);
        return;
      }
      expect(span.status?.code).toBe(0);
      if (sse !== undefined) return;
      expect(attributes['gen_ai.response.model']).toBe(body.model);
      expect(attributes['gen_ai.usage.input_tokens']).toBe(body.usage?.prompt_tokens);
      if (endpoint === 'embeddings') expect(attributes['tracewright.embeddings.count']).toBe(body.data.length);
      if (endpoint === 'completions') {
        expect(attributes['gen_ai.usage.output_tokens']).toBe(body.usage?.completion_tokens);
        expect(contentOf(span.shown, 'gen_ai.output.messages')).toMatchObject([
          { parts: [{ type: 'text', content: body.choices[0].text }] },
        ]);
      }
    },
  );
});

if (!isPresent) test.skip('recorded exchanges: there is no ../shared/recordings beside the project', () => {});
