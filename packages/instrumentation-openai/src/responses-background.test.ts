import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { describe, expect, test } from 'vitest';
import { type Client, compare, contentOf, SDKS } from './differential.test.support.ts';
import { readAll } from './read-all.test.support.ts';
import { events, inTurn, json } from './scripted-server.test.support.ts';

const REQUEST = { model: 'demo', input: 'Which city?', background: true };

function response(status: string, more: object = {}): object {
  return { id: 'resp_1', object: 'response', model: 'demo-2026', status, background: true, output: [], ...more };
}

const message = {
  type: 'message',
  role: 'assistant',
  content: [{ type: 'output_text', text: 'Paris', annotations: [] }],
};
const USAGE = { input_tokens: 100, output_tokens: 20, total_tokens: 120 };
const queued = response('queued', { usage: null });
const running = response('in_progress', { usage: null });
const done = response('completed', { output: [message], usage: USAGE });

const tokens = (span: ReadableSpan) => span.attributes['gen_ai.usage.output_tokens'];

/** Who a span is linked to: the places of those spans in the list. */
function linksOf(span: ReadableSpan | undefined, spans: readonly ReadableSpan[]): readonly number[] {
  const ids = spans.map((other) => other.spanContext().spanId);
  return (span?.links ?? []).map((link) => ids.indexOf(link.context.spanId));
}

async function beginAndFetch(client: Client, times: number): Promise<unknown> {
  const seen: unknown[] = [await client.responses.create(REQUEST)];
  for (let i = 0; i < times; i++) seen.push(await client.responses.retrieve('resp_1'));
  return seen;
}

describe.each(SDKS)('responses in the background, %s', (_name, sdk) => {
  test('each look at a response is linked to the call that began it, and its tokens are counted once', async () => {
    const spans = await compare(sdk, {
      reply: inTurn(json(queued), json(running), json(done)),
      run: (client) => beginAndFetch(client, 3),
    });
    expect(spans.map(({ name }) => name)).toEqual(['chat demo', ...Array(3).fill('fetch_response')]);
    expect(spans.map(tokens)).toEqual([undefined, undefined, 20, undefined]);
    expect(spans.map((span) => linksOf(span, spans))).toEqual([[], [0], [0], [0]]);
    expect(spans[2]?.attributes).toMatchObject({
      'gen_ai.operation.name': 'fetch_response',
      'openai.api.type': 'responses',
      'gen_ai.response.id': 'resp_1',
      'gen_ai.response.model': 'demo-2026',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 100,
    });
    expect(contentOf(spans[2], 'gen_ai.output.messages')).toMatchObject([{ parts: [{ content: 'Paris' }] }]);
  });

  test('a response that another process began is counted where it is first seen complete', async () => {
    const spans = await compare(sdk, {
      reply: json(done),
      run: async (client) => [await client.responses.retrieve('resp_1'), await client.responses.retrieve('resp_1')],
    });
    expect(spans.map(tokens)).toEqual([20, undefined]);
    expect(spans.map(({ links }) => links)).toEqual([[], []]);
  });

  test('a response that was answered at once has been counted by whoever asked for it', async () => {
    const spans = await compare(sdk, {
      reply: json(response('completed', { background: false, output: [message], usage: USAGE })),
      run: async (client) => [
        await client.responses.create({ ...REQUEST, background: false }),
        await client.responses.retrieve('resp_1'),
      ],
    });
    expect(spans.map(tokens)).toEqual([20, undefined]);
  });

  test('a stream that was left can be taken up again, and counts where it ends', async () => {
    const created = { type: 'response.created', sequence_number: 0, response: running };
    const completed = { type: 'response.completed', sequence_number: 1, response: done };
    const spans = await compare(sdk, {
      reply: inTurn(events([created], { endless: true }), events([completed]), json(done)),
      run: async (client, server) => {
        for await (const _ of await client.responses.create({ ...REQUEST, stream: true })) break;
        await server.cutOff(0);
        const rest = await client.responses.retrieve('resp_1', { stream: true, starting_after: 0 });
        return [await readAll(rest), await client.responses.retrieve('resp_1')];
      },
    });
    expect(spans.map(tokens)).toEqual([undefined, 20, undefined]);
    expect(spans.map((span) => linksOf(span, spans))).toEqual([[], [0], [0]]);
    expect(spans[1]?.attributes).toMatchObject({
      'gen_ai.request.stream': true,
      'tracewright.stream.end': 'complete',
      'tracewright.stream.chunks': 1,
    });
  });

  test('a stream that was read to its end has been counted', async () => {
    const completed = { type: 'response.completed', sequence_number: 0, response: done };
    const spans = await compare(sdk, {
      reply: inTurn(events([completed]), json(done)),
      run: async (client) => [
        await readAll(await client.responses.create({ ...REQUEST, stream: true })),
        await client.responses.retrieve('resp_1'),
      ],
    });
    expect(spans.map(tokens)).toEqual([20, undefined]);
  });

  test('cancel is a step of its own, linked to the call that began the response', async () => {
    const cancelled = response('cancelled', { usage: USAGE });
    const spans = await compare(sdk, {
      reply: inTurn(json(queued), json(cancelled), json(cancelled)),
      run: async (client) => [
        await client.responses.create(REQUEST),
        await client.responses.cancel('resp_1'),
        await client.responses.retrieve('resp_1'),
      ],
    });
    expect(spans.map(({ name }) => name)).toEqual(['chat demo', 'responses.cancel', 'fetch_response']);
    expect(spans.map(tokens)).toEqual([undefined, 20, undefined]);
    expect(linksOf(spans[1], spans)).toEqual([0]);
  });

  test('a response that failed meanwhile makes the look at it fail, but not the call that began it', async () => {
    const failed = response('failed', { error: { code: 'server_error', message: 'sorry' }, usage: null });
    const spans = await compare(sdk, {
      reply: inTurn(json(queued), json(failed)),
      run: (client) => beginAndFetch(client, 1),
    });
    expect(spans.map(({ attributes }) => attributes['error.type'])).toEqual([undefined, 'server_error']);
  });
});
