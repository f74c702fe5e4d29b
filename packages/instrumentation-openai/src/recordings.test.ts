import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { MessagePart, OutputMessage } from '@tracewright/schema';
import * as esm from 'openai';
import { AzureOpenAI, OpenAI } from 'openai';
import { afterAll, describe, expect, test } from 'vitest';
import { contentOf, traced } from './differential.test.support.ts';
import { type Loose, type Recording, truthOf } from './recorded-truth.test.support.ts';
import { type Reply, serve } from './scripted-server.test.support.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../shared/recordings');

/** Where the recorded servers stand, as an app would configure them, and what we call them. */
const PROVIDERS: Readonly<Record<string, readonly [baseUrl: string, name: string]>> = {
  openai: ['https://api.openai.com/v1', 'openai'],
  azure: ['https://example.openai.azure.com/openai/v1', 'azure.ai.openai'],
  groq: ['https://api.groq.com/openai/v1', 'groq'],
  together: ['https://api.together.xyz/v1', 'together'],
  mistral: ['https://api.mistral.ai/v1', 'mistral_ai'],
  openrouter: ['https://openrouter.ai/api/v1', 'openrouter'],
  'vllm/local': ['http://localhost:8000/v1', 'vllm'],
};

const isPresent = existsSync(FOLDER);
const recordings = isPresent ? ['chat', 'responses'].flatMap(readRecordings) : [];
const ran = new Map<string, number>();

function readRecordings(name: string): Recording[] {
  const lines = readFileSync(resolve(FOLDER, `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Recording).filter(({ tags }) => !tags.includes('response_only'));
}

/** The client that an app would have for this server; `fetch` leads its requests to ours. */
function clientFor({ provider, request }: Recording, localUrl: string): OpenAI {
  const fetch: typeof globalThis.fetch = (input, init) => {
    const { pathname, search } = new URL(String(input));
    return globalThis.fetch(new URL(pathname + search, localUrl), init);
  };
  const common = { apiKey: 'test', fetch, maxRetries: 0 };
  const deployment = /\/deployments\/([^/]+)\//.exec(request.path)?.[1];
  if (deployment === undefined) return new OpenAI({ ...common, baseURL: PROVIDERS[provider]?.[0] ?? '' });
  const apiVersion = new URL(request.path, localUrl).searchParams.get('api-version') ?? '';
  return new AzureOpenAI({ ...common, endpoint: 'https://example.openai.azure.com', deployment, apiVersion });
}

function replay({ response }: Recording): Reply {
  return (answer) => {
    answer.writeHead(response.status, response.headers);
    if (response.sse === undefined) answer.end(JSON.stringify(response.body));
    else answer.end(`${response.sse.join('\n\n')}\n\n`);
  };
}

async function seenByApp(recording: Recording): Promise<Loose> {
  const server = await serve(replay(recording));
  try {
    const client = clientFor(recording, server.baseUrl);
    const api = recording.endpoint.startsWith('chat') ? client.chat.completions : client.responses;
    const answer = await (api as Loose).create(recording.request.body);
    const result: Loose = recording.response.sse === undefined ? answer : [];
    if (recording.response.sse !== undefined) for await (const chunk of answer) result.push(chunk);
    expect(server.requests[0]?.path).toBe(recording.request.path);
    return { result, requests: server.requests };
  } finally {
    server.close();
  }
}

function outputParts(span: ReadableSpan): MessagePart[][] {
  const messages = (contentOf(span, 'gen_ai.output.messages') ?? []) as OutputMessage[];
  return messages.map((message) => [...message.parts]);
}

function textOf(parts: readonly MessagePart[]): string {
  return parts.map((part) => (part.type === 'text' ? part.content : '')).join('');
}

describe.runIf(isPresent)('recorded exchanges', () => {
  test.each(recordings.map((recording) => [recording.endpoint, recording.provider, recording.id, recording] as const))(
    '%s of %s, %s: the app sees the same, the span tells the truth',
    async (endpoint, provider, _id, recording) => {
      const plain = await seenByApp(recording);
      const span = await traced(esm, async (counter) => {
        expect(await seenByApp(recording)).toEqual(plain);
        expect([counter.started, counter.ended.length]).toEqual([1, 1]);
        return counter.ended[0] as ReadableSpan;
      });
      const truth = truthOf(recording);
      const parts = outputParts(span);

      expect(span.attributes['gen_ai.provider.name']).toBe(PROVIDERS[provider]?.[1]);
      expect(span.attributes['gen_ai.request.model']).toBe(
        recording.request.body.model ?? /\/deployments\/([^/]+)\//.exec(recording.request.path)?.[1],
      );
      expect(span.attributes['gen_ai.response.model']).toBe(truth.model);
      expect(span.attributes['gen_ai.response.finish_reasons']).toEqual(truth.finishReasons);
      expect(parts.map(textOf).join('|')).toBe(truth.text);
      const calls = parts.flat().filter((part) => part.type === 'tool_call');
      expect(calls.map((call) => ({ name: call.name, arguments: call.arguments }))).toEqual(truth.toolCalls);
      const usage = Object.keys(truth.usage).map((name) => [name, span.attributes[name]]);
      expect(Object.fromEntries(usage)).toEqual(truth.usage);

      const key = `${endpoint} / ${provider}`;
      ran.set(key, (ran.get(key) ?? 0) + 1);
    },
  );
});

if (!isPresent) test.skip('recorded exchanges: there is no ../shared/recordings beside the project', () => {});

afterAll(() => {
  const total = [...ran.values()].reduce((sum, count) => sum + count, 0);
  const lines = [...ran].sort().map(([key, count]) => `  ${key}: ${count}`);
  console.log([`recorded exchanges replayed: ${total} of ${recordings.length}`, ...lines].join('\n'));
});
