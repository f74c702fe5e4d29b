import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { runningCollector } from '../testing/running-collector.ts';
import { type ConnectionOptions, connect } from './connection.ts';
import { isTracewrightError, TracewrightError } from './tracewright-error.ts';

const server = runningCollector({ TRACEWRIGHT_API_KEY: 'a-key' });
const INFO = { method: 'GET', path: '/api/3.0/mlflow/server-info' } as const;

/** A server that answers its requests in turn, and says how many there were. What a collector does only when ill. */
async function answering(
  ...answers: readonly RequestListener[]
): Promise<{ url: string; readonly asked: () => number }> {
  let asked = 0;
  const http = createServer((request, response) => answers[Math.min(asked++, answers.length - 1)]!(request, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, asked: () => asked };
}

const status =
  (code: number, headers: Record<string, string> = { 'retry-after': '0' }, body = '{}'): RequestListener =>
  (_, response) =>
    void response.writeHead(code, headers).end(body);
const cut: RequestListener = (request) => request.socket.destroy();

test.each<[string, ConnectionOptions]>([
  ['as Bearer', { key: 'a-key' }],
  ['as the password of Basic', { username: 'anyone', password: 'a-key' }],
])('a key is shown %s', async (_, options) => {
  expect(await connect({ url: server.url, ...options }).ask(INFO)).toMatchObject({ store_type: 'SqlStore' });
});

test('a key in the address is shown as Basic, and is no part of the address', async () => {
  const connection = connect({ url: server.url.replace('//', '//anyone:a-key@') });
  expect(connection.url).toBe(server.url);
  expect(await connection.ask(INFO)).toMatchObject({ store_type: 'SqlStore' });
});

test('without the key the code says what is missing', async () => {
  const failure = await connect({ url: server.url, key: 'another' })
    .ask(INFO)
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
  if (isTracewrightError(failure, 'UNAUTHENTICATED', 'PERMISSION_DENIED')) {
    expectTypeOf(failure.code).toEqualTypeOf<'UNAUTHENTICATED' | 'PERMISSION_DENIED'>();
  }
  expect(isTracewrightError(failure, 'PERMISSION_DENIED')).toBe(false);
  expect(isTracewrightError(new Error('another'))).toBe(false);
});

test.each(['sqlite:///mlflow.db', 'databricks', './mlruns'])('%s is no address of a server', (url) => {
  expect(() => connect({ url })).toThrow(TracewrightError);
});

test('what a busy server refuses is asked again, whatever it is', async () => {
  const { url, asked } = await answering(status(429), status(503), status(200, {}, '{"ok":true}'));
  expect(await connect({ url }).ask({ method: 'POST', path: '/', json: {} })).toEqual({ ok: true });
  expect(asked()).toBe(3);
});

test('a connection that breaks is tried again for what may be done twice, and for nothing else', async () => {
  const twice = await answering(cut, status(200, {}, '{"ok":true}'));
  expect(await connect({ url: twice.url }).ask({ method: 'GET', path: '/' })).toEqual({ ok: true });
  const once = await answering(cut, status(200, {}, '{"ok":true}'));
  await expect(connect({ url: once.url }).ask({ method: 'POST', path: '/', json: {} })).rejects.toMatchObject({
    code: 'CONNECTION_FAILED',
  });
  expect(once.asked()).toBe(1);
});

test('after so many tries the last answer is the failure', async () => {
  const { url, asked } = await answering(
    status(503, { 'retry-after': '0' }, '{"error_code":"TEMPORARILY_UNAVAILABLE"}'),
  );
  await expect(connect({ url, retries: 2 }).ask({ method: 'GET', path: '/' })).rejects.toMatchObject({
    code: 'TEMPORARILY_UNAVAILABLE',
  });
  expect(asked()).toBe(3);
});

test('a server that never answers is given up after the time allowed', async () => {
  const { url } = await answering(() => {});
  await expect(connect({ url, timeoutMs: 20, retries: 0 }).ask({ method: 'GET', path: '/' })).rejects.toMatchObject({
    code: 'REQUEST_TIMED_OUT',
    message: `${url} has not answered GET / within 20 ms`,
  });
});

test('a signal ends a request, and its reason is the failure', async () => {
  const controller = new AbortController();
  const { url } = await answering(() => controller.abort(new Error('enough')));
  const request = { method: 'GET', path: '/', signal: controller.signal } as const;
  await expect(connect({ url }).ask(request)).rejects.toThrow('enough');
  await expect(connect({ url, signal: controller.signal }).ask({ method: 'GET', path: '/' })).rejects.toThrow('enough');
});

test('the page of a proxy is not taken for an answer', async () => {
  const { url } = await answering(status(200, {}, '<html>'), status(418, {}, '<html>'));
  const connection = connect({ url });
  await expect(connection.ask({ method: 'GET', path: '/' })).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' });
  await expect(connection.ask({ method: 'GET', path: '/' })).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' });
});

test('an answer that breaks off is asked for again, as is one that stops', async () => {
  const begun: RequestListener = (_, response) => void response.writeHead(200, { 'content-length': 99 }).write('{');
  const broken: RequestListener = (request, response) => {
    begun(request, response);
    setImmediate(() => response.destroy());
  };
  for (const first of [broken, begun]) {
    const timeoutMs = first === broken ? 30_000 : 500;
    const { url } = await answering(first, status(200, {}, '{"ok":true}'));
    expect(await connect({ url, timeoutMs }).ask({ method: 'GET', path: '/' })).toEqual({ ok: true });
    const ill = await answering(first);
    await expect(
      connect({ url: ill.url, timeoutMs, retries: 0 }).ask({ method: 'GET', path: '/' }),
    ).rejects.toMatchObject({ code: first === broken ? 'CONNECTION_FAILED' : 'REQUEST_TIMED_OUT' });
  }
});

test.each([502, 503, 504])('a server behind a proxy that says %i is out of reach', async (code) => {
  const { url } = await answering(status(code, {}, '<html>'));
  await expect(connect({ url, retries: 0 }).ask({ method: 'GET', path: '/' })).rejects.toMatchObject({
    code: 'TEMPORARILY_UNAVAILABLE',
    status: code,
  });
});

test('a password in the address that is not encoded is taken as it stands', async () => {
  const authorization: (string | undefined)[] = [];
  const { url } = await answering((request, response) => {
    authorization.push(request.headers.authorization);
    response.end('{}');
  });
  await connect({ url: url.replace('//', '//ann:100%@') }).ask({ method: 'GET', path: '/' });
  expect(authorization).toEqual([`Basic ${btoa('ann:100%')}`]);
});

test('a POST whose answer is lost is sent again to a server that does it once, by the same key', async () => {
  const keys: unknown[] = [];
  const kept: RequestListener = (request, response) => {
    keys.push(request.headers['idempotency-key']);
    response.writeHead(200, { 'tracewright-answer': 'kept' }).end('{}');
  };
  const lost: RequestListener = (request, response) => {
    keys.push(request.headers['idempotency-key']);
    cut(request, response);
  };
  const { url } = await answering(kept, lost, kept);
  const connection = connect({ url });
  const create = { method: 'POST', path: '/api/2.0/mlflow/runs/create', json: {} } as const;
  await connection.ask(create);
  await connection.ask(create);
  const [first, second, third] = keys;
  expect([typeof first, first === second, second === third]).toEqual(['string', false, true]);
});

test('a POST whose answer is lost is not sent again to a server that does not know its key', async () => {
  const { url, asked } = await answering(status(200), cut, status(200));
  const connection = connect({ url });
  const create = { method: 'POST', path: '/api/2.0/mlflow/runs/create', json: {} } as const;
  await connection.ask(create);
  await expect(connection.ask(create)).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
  expect(asked()).toBe(2);
});

test('our collector does what has the same key once', async () => {
  const connection = connect({ url: server.url, key: 'a-key' });
  const create = { method: 'POST', path: '/api/2.0/mlflow/runs/create', json: { experiment_id: '0' } } as const;
  const headers = { 'idempotency-key': 'the-same' };
  const [one, two] = [await connection.ask({ ...create, headers }), await connection.ask({ ...create, headers })];
  expect(two).toEqual(one);
  expect(await connection.ask(create)).not.toEqual(one);
});
