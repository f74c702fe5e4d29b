import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { autolog } from '@tracewright/autolog';
import { TracewrightClient } from '@tracewright/client';
import { INSTANT, startModelServer } from '@tracewright/example-model-server';
import { expect, onTestFinished, test } from 'vitest';
import { collectorOn, emptyFolder } from '../run-command.test.support.ts';
import { type ServeModelOptions, serveModel } from './serve-model.ts';

const json = { 'content-type': 'application/json' };

/** A collector with a model in Production, and that model served. */
async function served() {
  const models = await startModelServer({ pace: INSTANT });
  onTestFinished(() => models.close());
  const collector = await collectorOn(emptyFolder());
  const client = new TracewrightClient({ url: collector.url });
  await client.prompts.register({ name: 'help', template: 'Answer as a shop: {{question}}' });
  const { version } = await client.apps.log(
    {
      name: 'support-bot',
      prompt: 'prompts:/help/1',
      model: { provider: 'openai', name: 'demo-small', baseUrl: models.url },
      parameters: { temperature: 0 },
      module: `
        export const prepare = ({ question }) => ({ question: question + ' (order 7)' });
        export const postprocess = (answer, { values }) => ({ answer, asked: values.question });`,
    },
    { registeredModelName: 'bot' },
  );
  await client.models.transitionStage('bot', version?.version ?? 0, 'Production');
  const model = await serveModel('models:/bot/Production', { client, concurrency: 2, waiting: 3 });
  onTestFinished(() => model.close());
  const call = async (body: unknown, headers: Record<string, string> = json) => {
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${model.url}/invocations`, { method: 'POST', headers, body: sent });
    return { status: response.status, body: await response.text() };
  };
  return { models, collector, client, model, call };
}

test('a served model answers as the scoring server of MLflow does, and each call is a trace of its version', async () => {
  const { collector, model, call } = await served();
  const tracing = autolog({ endpoint: collector.url, openai: false, langchain: false });
  onTestFinished(() => tracing.shutdown());
  for (const path of ['/ping', '/health']) expect((await fetch(model.url + path)).status).toBe(200);
  expect(await (await fetch(`${model.url}/version`)).text()).toBe('3.17.2');

  const asked = async (body: unknown) => {
    const answer = await call(body);
    expect(answer.status, answer.body).toBe(200);
    const { predictions } = JSON.parse(answer.body) as { predictions: { answer: string; asked: string }[] };
    for (const each of predictions) expect(each.answer).not.toBe('');
    return predictions.map((each) => each.asked);
  };
  expect(await asked({ dataframe_records: [{ question: 'a' }, { question: 'b' }] })).toEqual([
    'a (order 7)',
    'b (order 7)',
  ]);
  expect(await asked({ dataframe_split: { columns: ['question'], data: [['c']] } })).toEqual(['c (order 7)']);
  expect(await asked({ inputs: { question: ['d', 'e'] }, params: { max_tokens: 5 } })).toEqual([
    'd (order 7)',
    'e (order 7)',
  ]);
  expect(await asked({ inputs: ['f'] })).toEqual(['f (order 7)']);
  const table = await call('question\n"g, or h"\n', { 'content-type': 'text/csv; charset=utf-8' });
  expect(JSON.parse(table.body)).toMatchObject({ predictions: [{ asked: 'g, or h (order 7)' }] });

  await tracing.flush();
  const list = await fetch(
    `${collector.url}/api/v1/traces?${new URLSearchParams({ filter: "metadata.model = 'models:/bot/1'" })}`,
  );
  const { items } = (await list.json()) as { items: { name: string; inputTokens: number }[] };
  expect(items.map(({ name }) => name)).toEqual(Array.from({ length: 7 }, () => 'support-bot'));
  const byPrompt = new URLSearchParams({
    filter: "attributes.gen_ai.prompt.version = '1' AND metadata.model_version = '1' AND model = 'demo-small'",
  });
  expect(await (await fetch(`${collector.url}/api/v1/traces?${byPrompt}`)).json()).toMatchObject({ total: 7 });
});

test('a conversation is answered in the form of OpenAI, at once or as it comes', async () => {
  const { call, client, models } = await served();
  const messages = [{ role: 'user', content: 'How long may I return it?' }];
  const whole = JSON.parse((await call({ messages })).body) as {
    choices: { message: { content: string } }[];
    usage: { total_tokens: number };
  };
  expect(JSON.parse(whole.choices[0]!.message.content)).toMatchObject({ asked: 'How long may I return it? (order 7)' });
  expect(whole.usage.total_tokens).toBeGreaterThan(0);
  const streamed = await call({ messages, stream: true });
  const events = streamed.body.trim().split('\n\n');
  expect(events.at(-1)).toBe('data: [DONE]');
  const pieces = events.slice(0, -1).map((event) => JSON.parse(event.slice('data: '.length)));
  expect(pieces.map(({ choices: [{ delta }] }) => delta.content ?? '').join('')).toContain('(order 7)');
  expect(pieces.at(-1)).toMatchObject({ choices: [{ finish_reason: 'stop' }], usage: whole.usage });

  // Where nothing is made of the answer, it goes on as it comes.
  const { uri } = await client.apps.log({
    name: 'plain',
    prompt: 'prompts:/help/1',
    model: { provider: 'openai', name: 'demo-small' },
  });
  const plain = await serveModel(uri, { client, baseUrl: models.url, modelApiKey: 'none' });
  onTestFinished(() => plain.close());
  const response = await fetch(`${plain.url}/invocations`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ messages, stream: true }),
  });
  const parts = (await response.text()).match(/"content":"/g) ?? [];
  expect(parts.length).toBeGreaterThan(3);
});

test('a conversation is answered as a response as well, at once or as it comes', async () => {
  const { call } = await servedWith(async (request, response) => {
    const { stream, messages } = JSON.parse(await text(request));
    if (!stream) return void response.end(said(`re ${messages[0].content}`));
    for (const content of ['a', 'b'])
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
    response.end('data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}\n\ndata: [DONE]\n\n');
  });
  const input = [{ role: 'user', content: [{ type: 'input_text', text: 'q' }] }];
  for (const asked of [input, 'q']) {
    expect(await (await call({ input: asked })).json()).toMatchObject({
      object: 'response',
      status: 'completed',
      model: 'bot',
      output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 're q' }] }],
    });
  }
  const events = (await (await call({ input, stream: true })).text()).trim().split('\n\n');
  const sent = events.map((event) => JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? ''));
  expect(events.map((event) => /^event: (.*)$/m.exec(event)?.[1])).toEqual(sent.map(({ type }) => type));
  expect(sent.map(({ sequence_number }) => sequence_number)).toEqual(sent.map((_, at) => at));
  expect(sent.map(({ type }) => type)).toEqual([
    'response.created',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.delta',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.completed',
  ]);
  expect(sent.at(-1)?.response).toMatchObject({
    output: [{ content: [{ text: 'ab' }] }],
    usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
  });
});

test('what breaks off while it is sent is told in the form of the stream', async () => {
  const { call } = await servedWith((_, response) => {
    response.write('data: {"choices":[{"delta":{"content":"a"}}]}\n\n');
    response.end('data: {"error":{"message":"overloaded"}}\n\n');
  });
  const ends = async (body: object) => (await (await call({ ...body, stream: true })).text()).trim().split('\n').at(-1);
  const reason = { code: 'TEMPORARILY_UNAVAILABLE', message: 'the model broke off: overloaded' };
  const chat = await ends({ messages: [{ role: 'user', content: 'q' }] });
  expect(JSON.parse(chat?.slice('data: '.length) ?? '')).toMatchObject({ error: reason });
  const response = await ends({ input: 'q' });
  expect(JSON.parse(response?.slice('data: '.length) ?? '')).toMatchObject({ type: 'error', ...reason });
});

test('a refusal of the model says what the caller can do about it', async () => {
  let status = 400;
  const { call } = await servedWith((_, response) => response.writeHead(status, { 'retry-after': '7' }).end('no'));
  const seen: unknown[] = [];
  for (status of [400, 401, 429, 500]) {
    const answer = await call({ inputs: ['q'] });
    const { error_code: code } = (await answer.json()) as { error_code: string };
    seen.push([status, answer.status, code, answer.headers.get('retry-after')]);
  }
  expect(seen).toEqual([
    [400, 400, 'INVALID_PARAMETER_VALUE', '7'],
    [401, 500, 'INTERNAL_ERROR', '7'],
    [429, 429, 'RESOURCE_EXHAUSTED', '7'],
    [500, 503, 'TEMPORARILY_UNAVAILABLE', '7'],
  ]);
});

test('with a key of its own it answers nobody who does not show it, and says all the same that it is there', async () => {
  const { served } = await servedWith((_, response) => void response.end(said('x')), { apiKey: 'open-sesame' });
  const call = (headers: Record<string, string>) =>
    fetch(`${served.url}/invocations`, { method: 'POST', headers: { ...json, ...headers }, body: '{"inputs":["q"]}' });
  for (const headers of [{}, { authorization: 'Bearer open' }, { authorization: 'Basic open-sesame' }]) {
    const refused = await call(headers as Record<string, string>);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await refused.json()).toMatchObject({ error_code: 'UNAUTHENTICATED' });
  }
  expect((await call({ authorization: 'Bearer open-sesame' })).status).toBe(200);
  expect((await fetch(`${served.url}/ping`)).status).toBe(200);
});

test('calls that cannot be answered are refused with the reason', async () => {
  const { model, call } = await served();
  const codeOf = async (body: unknown) => {
    const answer = await call(body);
    const { error_code: code, message } = JSON.parse(answer.body) as { error_code: string; message: string };
    return [answer.status, code, message];
  };
  const wanted = /^The input must be a JSON dictionary with exactly one of the input fields/;
  for (const body of [{}, [], { inputs: ['a'], instances: ['a'] }, 3]) {
    expect(await codeOf(body)).toEqual([400, 'BAD_REQUEST', expect.stringMatching(wanted)]);
  }
  for (const [body, message] of [
    ['{', 'Ensure that input is a valid JSON formatted string.'],
    [{ dataframe_split: { columns: ['a'] } }, "dataframe_split must have 'columns'"],
    [{ dataframe_records: ['a'] }, 'dataframe_records must be a list of JSON dictionaries'],
    [{ messages: [{ role: 'user' }] }, 'messages[0] must have a role and a content'],
    [{ inputs: ['a'], params: 3 }, 'params must be a JSON dictionary'],
  ] as const) {
    expect(await codeOf(body)).toEqual([400, 'BAD_REQUEST', expect.stringContaining(message)]);
  }
  expect(await call('a,b\n1', { 'content-type': 'text/csv' })).toMatchObject({
    status: 400,
    body: expect.stringContaining('line 2 of the comma-separated values'),
  });
  expect((await call('a', { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await call({ inputs: ['a'] }, { ...json, origin: 'https://elsewhere.example' })).status).toBe(403);
  expect((await fetch(`${model.url}/nothing`)).status).toBe(404);
});

/** An application that is served, with a model that answers as it is told. */
async function servedWith(model: RequestListener, options: ServeModelOptions = {}, { isOwnHost = false } = {}) {
  const http = createServer(model);
  await once(http.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  const client = new TracewrightClient({ url: (await collectorOn(emptyFolder())).url });
  await client.prompts.register({ name: 'help', template: '{{question}}' });
  const baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`;
  const { uri } = await client.apps.log({
    name: 'bot',
    prompt: 'prompts:/help/1',
    model: { provider: 'openai', name: 'demo-small', baseUrl },
  });
  const served = await serveModel(uri, { client, graceMs: 0, ...(isOwnHost && { baseUrl }), ...options });
  onTestFinished(() => served.close());
  const call = (body: object, signal?: AbortSignal) =>
    fetch(`${served.url}/invocations`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
  return { served, call };
}

const said = (content: string) => JSON.stringify({ choices: [{ message: { content } }] });
const rows = (count: number) => Array.from({ length: count }, (_, at) => String(at));

test('a key goes to the host that it is of, and to no other that an application names', async () => {
  const keys: unknown[] = [];
  const answer: RequestListener = (request, response) => {
    keys.push(request.headers.authorization);
    response.end(said('x'));
  };
  const { call } = await servedWith(answer, { modelApiKey: 'secret', baseUrl: 'http://127.0.0.1:9/v1' });
  expect((await call({ inputs: ['a'] })).status).toBe(200);
  const { call: callSame } = await servedWith(answer, { modelApiKey: 'secret' }, { isOwnHost: true });
  expect((await callSame({ inputs: ['a'] })).status).toBe(200);
  expect(keys).toEqual([undefined, 'Bearer secret']);
});

test('a table may have more rows than calls may wait, and is answered in their order', async () => {
  const { call } = await servedWith(
    async (request, response) => {
      const { messages } = JSON.parse(await text(request));
      response.end(said(`re ${messages[0].content}`));
    },
    { concurrency: 2, waiting: 1 },
  );
  const answer = await call({ inputs: rows(20) });
  expect(await answer.json()).toEqual({ predictions: rows(20).map((row) => `re ${row}`) });
});

test('what waits for a place is refused where too much waits, and not begun for a caller who has gone', async () => {
  const asked: (() => void)[] = [];
  const first = Promise.withResolvers<void>();
  const { call } = await servedWith(
    (_, response) => {
      asked.push(() => response.end(said('x')));
      first.resolve();
    },
    { concurrency: 1, waiting: 1 },
  );
  const leaving = new AbortController();
  const left = call({ inputs: rows(9) }, leaving.signal);
  await first.promise;
  const waiting = call({ inputs: ['a'] });
  await expect.poll(async () => (await call({ inputs: ['a'] })).status).toBe(429);
  leaving.abort();
  await expect(left).rejects.toThrow();
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.();
  expect((await waiting).status).toBe(200);
  expect(asked).toHaveLength(2);
});

test('a model that breaks off or answers with something else is no answer', async () => {
  const { call } = await servedWith(async (request, response) => {
    const { stream } = JSON.parse(await text(request));
    response.end(stream ? 'data: {"error":{"message":"overloaded"}}\n\n' : '<html>');
  });
  const broken = await call({ messages: [{ role: 'user', content: 'q' }], stream: true });
  expect([broken.status, await broken.json()]).toEqual([
    503,
    { error_code: 'TEMPORARILY_UNAVAILABLE', message: 'the model broke off: overloaded' },
  ]);
  // Nor does it stream because of a parameter.
  for (const params of [{}, { stream: true }]) {
    const other = await call({ inputs: ['q'], params });
    expect([other.status, await other.json()]).toEqual([
      500,
      { error_code: 'INTERNAL_ERROR', message: expect.stringMatching(/did not answer with JSON$/) },
    ]);
  }
});

test('a caller who sends half of his call does not keep the server open, and an odd address is not found', async () => {
  const { served } = await servedWith((_, response) => void response.end(said('x')), { graceMs: 20 });
  const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET // HTTP/1.1\r\nhost: localhost\r\n\r\n');
  expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1.1 404 /);
  socket.write(
    'POST /invocations HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
  );
  const cut = new Promise((resolve) => socket.once('close', resolve));
  await served.close();
  await cut;
});
