import { gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { AppEnv } from '../app-env.ts';
import { errorAnswer } from '../error-answer.ts';
import { ApiError } from '../errors.ts';
import { OWN_BODY_BUFFERS } from '../ingest/body-buffers.ts';
import { ByteBudget } from '../ingest/byte-budget.ts';
import { limitBody } from '../routes/api/limit-body.ts';
import { bodyText } from './body-text.ts';
import { countBodies } from './count-bodies.ts';

const KIB = 1_024;

/** Answers with what `work` makes of the text, over a budget of 1 MiB. */
function textApp(work: (text: string) => unknown, maxBytes = 4 * KIB * KIB) {
  const budget = new ByteBudget(KIB * KIB, 0);
  const app = new Hono<AppEnv>();
  app.use(countBodies({ budget, buffers: OWN_BODY_BUFFERS }));
  app.post('/usual', async (c) => c.text(String(await work(await bodyText(c)))));
  app.post('/', limitBody(maxBytes), async (c) => c.text(String(await work(await bodyText(c)))));
  app.onError((error) => {
    if (error instanceof ApiError) return errorAnswer(error);
    throw error;
  });
  const post = (body: string | Uint8Array<ArrayBuffer>, path = '/', headers: Record<string, string> = {}) =>
    app.request(path, { method: 'POST', body, headers });
  return { budget, post };
}

test('a body counts until its request is answered, more than it is long, and not after it', async () => {
  const working = Promise.withResolvers<void>();
  const done = Promise.withResolvers<string>();
  const { budget, post } = textApp(() => {
    working.resolve();
    return done.promise;
  });

  const answer = post('x'.repeat(300 * KIB));
  await working.promise;

  expect(budget.heldBytes).toBeGreaterThan(300 * KIB);
  done.resolve('ok');
  expect((await answer).status).toBe(200);
  expect(budget.heldBytes).toBe(0);
});

test('a large body that comes while another is worked on is told to come again; a small one is answered', async () => {
  const working = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const { budget, post } = textApp(async (text) => {
    if (text.length < 400 * KIB) return text.length;
    working.resolve();
    await done.promise;
  });

  const first = post('x'.repeat(500 * KIB));
  await working.promise;
  const second = await post('x'.repeat(300 * KIB));
  const small = await post('x'.repeat(60 * KIB));

  expect(second.status).toBe(429);
  expect(second.headers.get('retry-after')).toBe('1');
  expect(await small.text()).toBe(String(60 * KIB));
  done.resolve();
  expect((await first).status).toBe(200);
  expect((await post('x'.repeat(300 * KIB))).status).toBe(200);
  expect(budget.heldBytes).toBe(0);
});

test('what a failed request held is free again', async () => {
  const { budget, post } = textApp(() => {
    throw new ApiError('INVALID_PARAMETER_VALUE', 'no');
  });

  expect((await post('x'.repeat(300 * KIB))).status).toBe(400);

  expect(budget.heldBytes).toBe(0);
});

test('a route that says nothing takes 1 MiB, others what they say, whether the length is announced or not', async () => {
  const { post } = textApp((text) => text.length, 2 * KIB);
  expect((await post('x'.repeat(KIB * KIB), '/usual')).status).toBe(200);
  expect((await post('x'.repeat(KIB * KIB + 1), '/usual')).status).toBe(413);
  expect((await post('x'.repeat(2 * KIB))).status).toBe(200);
  expect((await post('x', '/', { 'content-length': String(2 * KIB + 1) })).status).toBe(413);
});

test('a compressed body is inflated as far as its route takes, and no further', async () => {
  const { budget, post } = textApp((text) => text.length, 100 * KIB);
  const zipped = { 'content-encoding': 'gzip' };
  expect(await (await post(gzipSync('x'.repeat(100 * KIB)), '/', zipped)).text()).toBe(String(100 * KIB));
  expect((await post(gzipSync('x'.repeat(50_000 * KIB)), '/', zipped)).status).toBe(413);
  expect((await post('x', '/', { 'content-encoding': 'br' })).status).toBe(415);
  expect(budget.heldBytes).toBe(0);
});

test('a byte order mark is no part of the text', async () => {
  const { post } = textApp((text) => JSON.parse(text));
  expect(await (await post('\uFEFF7')).text()).toBe('7');
});
