import { request } from 'node:http';
import { Hono } from 'hono';
import { expect, onTestFinished, test } from 'vitest';
import type { AppEnv } from '../app-env.ts';
import { OWN_BODY_BUFFERS } from '../ingest/body-buffers.ts';
import { ByteBudget } from '../ingest/byte-budget.ts';
import { listen } from '../listen.ts';
import { asOtlpError, otlpErrorResponse } from '../routes/otlp/otlp-error-response.ts';
import { incomingBody } from './incoming-body.ts';
import { readBody } from './read-body.ts';

/** Answers with the length of what it was sent, 100,000 bytes at most. */
function lengthApp(): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.post('/', async (c) => {
    const room = { maxBytes: 100_000, hold: new ByteBudget().hold(), buffers: OWN_BODY_BUFFERS };
    return c.text(String((await readBody(incomingBody(c), room)).byteLength));
  });
  app.onError((error, c) => otlpErrorResponse(asOtlpError(error), c.req.header('content-type')));
  return app;
}

async function post(body: Uint8Array): Promise<number | undefined> {
  const server = await listen(lengthApp().fetch, '127.0.0.1', 0);
  onTestFinished(() => server.close(0));
  const answer = Promise.withResolvers<number | undefined>();
  // Without a length, as long as nobody knows it.
  const sent = request(server.url, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } }, (response) => {
    response.resume();
    answer.resolve(response.statusCode);
  });
  sent.on('error', answer.reject);
  sent.end(body);
  return await answer.promise;
}

test('a body is read off the socket', async () => {
  expect(await post(new Uint8Array(100_000))).toBe(200);
});

test('a sender whose body turns out too long is told so before the connection is cut', async () => {
  expect(await post(new Uint8Array(100_001))).toBe(413);
});

test('without a socket the body is that of the request', async () => {
  const answer = await lengthApp().request('/', { method: 'POST', body: 'hello' });

  expect(await answer.text()).toBe('5');
});
