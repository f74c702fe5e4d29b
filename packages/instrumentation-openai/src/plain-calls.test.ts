import { SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { type Client, compare, contentOf, SDKS } from './differential.test.support.ts';
import { readAll } from './read-all.test.support.ts';
import { inTurn, json, type Reply } from './scripted-server.test.support.ts';

const file = () => new File(['{"CANARY":1}\n'], 'CANARY.jsonl');
const page = (data: readonly object[], hasMore = false) => json({ object: 'list', data, has_more: hasMore });

const CALLS: ReadonlyArray<readonly [name: string, run: (client: Client) => unknown]> = [
  ['files.create', (client) => client.files.create({ file: file(), purpose: 'batch' })],
  ['files.retrieve', (client) => client.files.retrieve('CANARY')],
  ['files.delete', (client) => client.files.delete('CANARY')],
  [
    'batches.create',
    (client) =>
      client.batches.create({
        completion_window: '24h',
        endpoint: '/v1/responses',
        input_file_id: 'CANARY',
        metadata: { note: 'CANARY' },
      }),
  ],
  ['batches.cancel', (client) => client.batches.cancel('CANARY')],
  ['fineTuning.jobs.create', (client) => client.fineTuning.jobs.create({ model: 'demo', training_file: 'CANARY' })],
  [
    'uploads.create',
    (client) => client.uploads.create({ bytes: 1, filename: 'CANARY', mime_type: 'text/plain', purpose: 'batch' }),
  ],
  ['uploads.parts.create', (client) => client.uploads.parts.create('up_1', { data: file() })],
  ['vectorStores.create', (client) => client.vectorStores.create({ name: 'CANARY' })],
  ['vectorStores.files.create', (client) => client.vectorStores.files.create('vs_1', { file_id: 'CANARY' })],
  [
    'vectorStores.fileBatches.cancel',
    (client) => client.vectorStores.fileBatches.cancel('vb', { vector_store_id: 'vs' }),
  ],
  [
    'conversations.create',
    (client) => client.conversations.create({ items: [{ type: 'message', role: 'user', content: 'CANARY' }] }),
  ],
];

describe.each(SDKS)('calls around the models, %s', (_name, sdk) => {
  test.each(CALLS)('%s is a step without content', async (name, run) => {
    const spans = await compare(sdk, { reply: json({ id: 'x', status: 'CANARY', filename: 'CANARY' }), run });
    expect(spans.map((span) => span.name)).toEqual([name]);
    expect(spans[0]?.attributes).toEqual({
      'gen_ai.provider.name': 'custom',
      'server.address': '127.0.0.1',
      'server.port': expect.any(Number),
      'tracewright.request_id': 'req_1',
      'tracewright.span.kind': 'task',
    });
  });

  test('a list can be read over all its pages, and awaited as one', async () => {
    const reply = inTurn(page([{ id: 'a' }], true), page([{ id: 'b' }]), page([{ id: 'c' }]));
    const spans = await compare(sdk, {
      reply,
      run: async (client) => {
        const listed = client.files.list({ limit: 1 });
        const all = await readAll(listed);
        const page = await client.files.list();
        return [all, page.data, page.constructor.name, listed.constructor.name];
      },
    });
    expect(spans.map((span) => span.name)).toEqual(['files.list', 'files.list']);
  });

  test('a search in a vector store is a retrieval', async () => {
    const found = { file_id: 'file_1', filename: 'a.md', score: 0.5, attributes: { year: 2026 } };
    let isOutOfReach = false;
    const [span] = await compare(sdk, {
      reply: page([{ ...found, content: [{ type: 'text', text: 'Paris is a city.' }] }]),
      run: async (client) => {
        const listed = client.vectorStores.search('vs_1', { query: 'Which city?', max_num_results: 3 });
        // As in openai 7, which reads lists behind another promise.
        isOutOfReach = Object.hasOwn(listed, 'then');
        return (await listed).data;
      },
    });
    expect(span?.name).toBe('retrieval vs_1');
    expect(span?.attributes).toMatchObject({
      'gen_ai.operation.name': 'retrieval',
      'gen_ai.data_source.id': 'vs_1',
      'gen_ai.retrieval.top_k': 3,
      'gen_ai.retrieval.query.text': '"Which city?"',
      'tracewright.span.kind': 'retriever',
    });
    expect(contentOf(span, 'gen_ai.retrieval.documents')).toEqual(
      isOutOfReach
        ? undefined
        : [{ id: 'file_1', content: 'Paris is a city.', score: 0.5, metadata: { year: 2026, filename: 'a.md' } }],
    );
  });

  test('a list that fails', async () => {
    const [span] = await compare(sdk, {
      reply: json({ error: { message: 'no' } }, 401),
      run: (client) => readAll(client.batches.list()),
    });
    expect(span?.attributes['error.type']).toBe('AuthenticationError');
  });

  test('the content of a file is the response, unread', async () => {
    const reply: Reply = (response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      response.end('bytes');
    };
    const spans = await compare(sdk, {
      reply,
      run: async (client) => {
        const content = await client.files.content('file_1');
        return [content.bodyUsed, await content.text()];
      },
    });
    expect(spans.map((span) => span.name)).toEqual(['files.content']);
  });

  test('an error is told as its own, and reaches the app as it was', async () => {
    const [span] = await compare(sdk, {
      reply: json({ error: { message: 'no such file' } }, 404),
      run: (client) => client.files.retrieve('file_1'),
    });
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes['error.type']).toBe('NotFoundError');
  });

  test('helpers that wait for an upload make the calls that they make', async () => {
    const spans = await compare(sdk, {
      reply: inTurn(json({ id: 'file_1', object: 'file' }), json({ id: 'file_1', status: 'completed' })),
      run: (client) => client.vectorStores.files.uploadAndPoll('vs_1', file()),
    });
    expect(spans.map((span) => span.name)).toEqual([
      'files.create',
      'vectorStores.files.create',
      'vectorStores.files.retrieve',
    ]);
  });
});
