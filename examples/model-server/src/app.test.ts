import { expect, test } from 'vitest';
import { createModelApp } from './app.ts';
import { INSTANT, waitsOf } from './pace.ts';
import { clientOfNewServer } from './testing/with-server.ts';

test('every answer and every model says that it comes from a stand-in', async () => {
  const app = createModelApp(INSTANT);

  const response = await app.request('/v1/models');

  expect(response.headers.get('server')).toBe('tracewright-stand-in');
  expect(await response.json()).toMatchObject({
    data: [
      { id: 'demo-small', owned_by: 'tracewright-stand-in' },
      { id: 'demo-large', owned_by: 'tracewright-stand-in' },
      { id: 'demo-embedding', owned_by: 'tracewright-stand-in' },
    ],
  });
});

test('an unknown path and a body that is no JSON are errors in OpenAI’s form', async () => {
  const app = createModelApp(INSTANT);

  const lost = await app.request('/v1/audio/speech', { method: 'POST' });
  const broken = await app.request('/v1/chat/completions', { method: 'POST', body: '{' });

  expect([lost.status, broken.status]).toEqual([404, 400]);
  expect(await broken.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
});

test('a client that goes away ends the waiting', async () => {
  const aborted = AbortSignal.abort();

  await expect(
    waitsOf({ firstTokenMs: [1e6, 1e6], betweenPiecesMs: [0, 0] }, '', '', aborted).firstToken(),
  ).rejects.toThrow();
});

test('a stream that is left in the middle leaves the server ready for the next', async () => {
  const openai = await clientOfNewServer();
  const request = { model: 'demo-small', messages: [{ role: 'user' as const, content: 'Hi' }] };

  for await (const chunk of await openai.chat.completions.create({ ...request, stream: true })) {
    if (chunk.choices[0]?.delta.content) break;
  }

  expect((await openai.chat.completions.create(request)).choices).toHaveLength(1);
});
