import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { JSON_TYPE, rows, said, servedModels } from './served-model.test.support.ts';

const servedWith = servedModels();

test('with a key of its own it answers nobody who does not show it, and says all the same that it is there', async () => {
  const { served } = await servedWith((_, response) => void response.end(said('x')), { apiKey: 'open-sesame' });
  const call = (headers: Record<string, string>) =>
    fetch(`${served.url}/invocations`, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body: '{"inputs":["q"]}',
    });
  for (const headers of [{}, { authorization: 'Bearer open' }, { authorization: 'Basic open-sesame' }]) {
    const refused = await call(headers as Record<string, string>);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await refused.json()).toMatchObject({ error_code: 'UNAUTHENTICATED' });
  }
  expect((await call({ authorization: 'Bearer open-sesame' })).status).toBe(200);
  expect((await fetch(`${served.url}/ping`)).status).toBe(200);
});

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

test('a call that is too large hears so', async () => {
  const { served } = await servedWith((_, response) => void response.end(said('x')));
  const body = JSON.stringify({ inputs: ['x'.repeat(40_000_000)] });
  const refused = await fetch(`${served.url}/invocations`, { method: 'POST', headers: JSON_TYPE, body });
  expect([refused.status, await refused.json()]).toMatchObject([413, { error_code: 'PAYLOAD_TOO_LARGE' }]);
});

test('a stream keeps the signs that some take for ends of lines', async () => {
  const { call } = await servedWith((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const content of ['one', '\u2028two\u2029', '\u0085three']) {
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
    }
    response.end('data: [DONE]\n\n');
  });
  const answer = await call({ messages: [{ role: 'user', content: 'q' }], stream: true });
  const pieces = [...(await answer.text()).matchAll(/"content":"([^"]*)"/g)].map(([, piece]) => piece);
  expect(pieces.join('')).toBe('one\u2028two\u2029\u0085three');
});

test('a stream of a model that stops without an end is told as broken off, after what had come', async () => {
  const { call } = await servedWith((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end('data: {"choices":[{"delta":{"content":"half of"}}]}\n\n');
  });
  const answer = await call({ messages: [{ role: 'user', content: 'q' }], stream: true });
  const sent = await answer.text();
  expect(sent).toContain('half of');
  expect(sent).toContain('"code":"TEMPORARILY_UNAVAILABLE"');
  expect(sent).not.toContain('[DONE]');
});

test('a value that is a list or an object stands in the prompt as JSON', async () => {
  const asked: string[] = [];
  const { call } = await servedWith(async (request, response) => {
    asked.push(JSON.parse(await text(request)).messages[0].content);
    response.end(said('x'));
  });
  await call({ inputs: [{ question: { item: 7 } }] });
  await call({ inputs: [{ question: ['a', 'b'] }] });
  expect(asked).toEqual(['{"item":7}', '["a","b"]']);
});
