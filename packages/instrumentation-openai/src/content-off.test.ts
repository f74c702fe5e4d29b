import { SpanStatusCode } from '@opentelemetry/api';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { describe, expect, test } from 'vitest';
import { Canaries, chatMessage, chatRequest, responsesOutput, responsesRequest } from './canaries.test.support.ts';
import { type Case, type Client, compare, SDKS, type Sdk } from './differential.test.support.ts';
import { events, json, type Reply } from './scripted-server.test.support.ts';

/** What leaves the process, attributes, events, status and names included. */
function exported(spans: readonly ReadableSpan[]): string {
  return new TextDecoder().decode(JsonTraceSerializer.serializeRequest([...spans]));
}

/**
 * Runs a case with content and without. With content at least the canaries named have to be there, or the search
 * would prove nothing; without, none.
 */
async function search(sdk: Sdk, canaries: Canaries, scenario: Case, fields: readonly string[]) {
  const withContent = exported(await compare(sdk, scenario));
  expect(canaries.in(withContent)).toEqual(expect.arrayContaining(fields.map((field) => `canary(${field})`)));
  const spans = await compare(sdk, { ...scenario, config: { captureContent: false } });
  expect(spans.length).toBeGreaterThan(0);
  expect(canaries.in(exported(spans))).toEqual([]);
  return spans;
}

async function readAll<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of stream) all.push(item);
  return all;
}

const body = (request: object) => request as never;

const CHAT_FIELDS = ['system', 'user.text', 'user.name', 'tool_call.arguments', 'tool.result', 'tool.description'];
const RESPONSES_FIELDS = ['instructions', 'input.text', 'file.id', 'summary', 'call.output', 'tool.description'];

describe.each(SDKS)('content off, %s', (_name, sdk) => {
  test('nothing of a chat request or its answer is in the span', async () => {
    const canaries = new Canaries();
    const request = chatRequest(canaries.plant);
    const choice = { index: 0, finish_reason: 'tool_calls', message: chatMessage(canaries.plant) };
    const [span] = await search(
      sdk,
      canaries,
      {
        reply: json({ id: '1', model: 'demo', choices: [choice], usage: { prompt_tokens: 7, completion_tokens: 2 } }),
        run: (client) => client.chat.completions.create(body(request)),
      },
      [...CHAT_FIELDS, 'answer.text', 'answer.refusal', 'answer.reasoning', 'answer.tool', 'answer.transcript'],
    );
    expect(span?.attributes).toMatchObject({
      'gen_ai.usage.input_tokens': 7,
      'gen_ai.response.finish_reasons': ['tool_calls'],
    });
  });

  test('nor of a streamed one, read to its end or broken off', async () => {
    const canaries = new Canaries();
    const request = { ...chatRequest(canaries.plant), stream: true };
    const chunk = (delta: object) => ({ id: '1', model: 'demo', choices: [{ index: 0, delta, finish_reason: null }] });
    const chunks = [chunk(chatMessage(canaries.plant)), chunk({ content: canaries.plant('answer.more') })];
    const stream = async (client: Client) =>
      (await client.chat.completions.create(body(request))) as unknown as AsyncIterable<object>;
    await search(sdk, canaries, { reply: events(chunks), run: async (client) => readAll(await stream(client)) }, [
      ...CHAT_FIELDS,
      'answer.text',
      'answer.more',
    ]);
    await search(
      sdk,
      canaries,
      {
        reply: events(chunks, { endless: true }),
        run: async (client) => {
          for await (const _ of await stream(client)) break;
        },
      },
      ['answer.text'],
    );
  });

  test('nor of a response, streamed or not', async () => {
    const canaries = new Canaries();
    const request = responsesRequest(canaries.plant);
    const response = {
      id: 'resp_1',
      model: 'demo',
      status: 'completed',
      instructions: canaries.plant('echo'),
      output: responsesOutput(canaries.plant),
      usage: { input_tokens: 7, output_tokens: 2 },
    };
    const fields = [...RESPONSES_FIELDS, 'output.text', 'output.query', 'output.code', 'output.args'];
    await search(
      sdk,
      canaries,
      { reply: json(response), run: (client) => client.responses.create(body(request)) },
      fields,
    );
    await search(
      sdk,
      canaries,
      {
        reply: events([{ type: 'response.completed', response }]),
        run: async (client) => {
          const stream = await client.responses.create(body({ ...request, stream: true }));
          return readAll(stream as unknown as AsyncIterable<object>);
        },
      },
      fields,
    );
  });

  test.each([
    ['a refusal that quotes the prompt', 'error', (text: string) => json({ error: { message: text } }, 400)],
    ['a body that is not JSON', 'error', notJson],
    ['an error in the place of choices', 'error', (text: string) => json({ error: { code: 'x', message: text } })],
    ['an error whose code is a text', 'error', (text: string) => json({ error: { code: text, message: text } })],
  ])('nor of the error after %s', async (_case, field, reply) => {
    const canaries = new Canaries();
    const [span] = await search(
      sdk,
      canaries,
      {
        reply: reply(canaries.plant(field)),
        run: (client) => client.chat.completions.create({ model: 'demo', messages: [] }),
      },
      [field],
    );
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
  });

  test('nor of a response that failed, or of an error inside a stream', async () => {
    const canaries = new Canaries();
    const error = { code: canaries.plant('code'), message: canaries.plant('failure') };
    const failed = { id: 'r', model: 'demo', status: 'failed', output: [], error };
    await search(
      sdk,
      canaries,
      { reply: json(failed), run: (client) => client.responses.create({ model: 'demo', input: '' }) },
      ['failure'],
    );
    await search(
      sdk,
      canaries,
      {
        reply: events([{ error }]),
        run: async (client) =>
          readAll(await client.chat.completions.create({ model: 'demo', messages: [], stream: true })),
      },
      ['failure'],
    );
  });

  test('nor of what is embedded', async () => {
    const canaries = new Canaries();
    const input = [canaries.plant('input')];
    await search(
      sdk,
      canaries,
      {
        reply: json({ data: [{ embedding: [0.5], index: 0 }], model: 'embed', usage: { prompt_tokens: 1 } }),
        run: (client) =>
          client.embeddings.create({ model: 'embed', input, user: canaries.plant('user'), encoding_format: 'float' }),
      },
      ['input'],
    );
  });
});

/** `JSON.parse` quotes what it cannot read. */
function notJson(text: string): Reply {
  return (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text);
}
