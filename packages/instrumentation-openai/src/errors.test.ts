import { SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { compare, SDKS } from './differential.test.support.ts';
import { inTurn, json } from './scripted-server.test.support.ts';

const REQUEST = { model: 'demo', messages: [{ role: 'user' as const, content: 'secret-question' }] };
const ANSWER = { id: '1', model: 'demo', choices: [{ index: 0, finish_reason: 'stop', message: { content: 'ok' } }] };
const refused = (status: number, headers = {}) =>
  json({ error: { message: 'no secret-question', code: 'x' } }, status, headers);

describe.each(SDKS)('errors, %s', (_name, sdk) => {
  test.each([
    [400, 'BadRequestError'],
    [401, 'AuthenticationError'],
    [403, 'PermissionDeniedError'],
    [404, 'NotFoundError'],
    [409, 'ConflictError'],
    [422, 'UnprocessableEntityError'],
    [429, 'RateLimitError'],
    [500, 'InternalServerError'],
    [503, 'InternalServerError'],
  ])('status %i reaches the app as %s, and ends the span with it', async (status, type) => {
    const [span] = await compare(sdk, {
      reply: refused(status),
      run: (client) => client.chat.completions.create(REQUEST, { maxRetries: 0 }),
    });
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes).toMatchObject({ 'error.type': type, 'tracewright.request_id': 'req_1' });
    expect(span?.events.map((event) => [event.name, event.attributes?.['tracewright.attempt.status']])).toEqual([
      ['tracewright.attempt', status],
      ['exception', undefined],
    ]);
  });

  test('a stream that is refused fails too', async () => {
    const [span] = await compare(sdk, {
      reply: refused(404),
      run: (client) => client.chat.completions.create({ ...REQUEST, stream: true }),
    });
    expect(span?.attributes).toMatchObject({ 'error.type': 'NotFoundError', 'tracewright.stream.end': 'error' });
  });

  test('two refusals and an answer are one span that shows both, and how long the client waited', async () => {
    const [span, ...more] = await compare(sdk, {
      reply: inTurn(refused(429, { 'retry-after-ms': '3' }), refused(503, { 'retry-after-ms': '3' }), json(ANSWER)),
      run: (client) => client.chat.completions.create(REQUEST),
    });
    expect(more).toEqual([]);
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
    expect(span?.attributes['http.request.resend_count']).toBe(2);
    expect(span?.events.map((event) => event.attributes)).toMatchObject([
      { 'tracewright.attempt.status': 429, 'error.type': '429', 'tracewright.attempt.wait_ms': expect.any(Number) },
      { 'tracewright.attempt.status': 503, 'error.type': '503', 'tracewright.attempt.wait_ms': expect.any(Number) },
    ]);
  });

  test('a call that is refused to the last has an event for each attempt', async () => {
    const [span] = await compare(sdk, {
      reply: refused(429, { 'retry-after-ms': '1' }),
      run: (client) => client.chat.completions.create(REQUEST),
    });
    expect(span?.attributes).toMatchObject({ 'error.type': 'RateLimitError', 'http.request.resend_count': 2 });
    expect(span?.events.filter((event) => event.name === 'tracewright.attempt')).toHaveLength(3);
  });

  test('a body that is not JSON fails when it is parsed', async () => {
    const [span] = await compare(sdk, {
      reply: (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":'),
      run: (client) => client.chat.completions.create(REQUEST),
    });
    expect(span?.attributes['error.type']).toBe('SyntaxError');
  });

  test('a body that is cut off by the server is an error', async () => {
    const [span] = await compare(sdk, {
      reply: (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"id":', () => response.socket?.destroy());
      },
      run: (client) => client.chat.completions.create(REQUEST, { maxRetries: 0 }),
    });
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes['error.type']).toEqual(expect.any(String));
    expect(span?.events.map(({ name }) => name)).toContain('exception');
  });

  test('bodies of an unexpected shape are handed through', async () => {
    for (const body of [null, [], 'text', 7, { choices: 'none' }, { choices: [null, 1] }, { usage: [] }]) {
      const spans = await compare(sdk, { reply: json(body), run: (client) => client.chat.completions.create(REQUEST) });
      expect(spans).toHaveLength(1);
    }
  });

  test('a refused connection is an error, from a derived client too', async () => {
    const [span] = await compare(sdk, {
      reply: json({}),
      run: (client, server) => {
        server.close();
        return client.withOptions({ maxRetries: 0 }).chat.completions.create(REQUEST);
      },
    });
    expect(span?.attributes['error.type']).toBe('APIConnectionError');
  });

  test('with content off, no text that a fetch of the app fails with is kept', async () => {
    const [span] = await compare(sdk, {
      reply: json(ANSWER),
      run: (client) => {
        let isFirst = true;
        const failsOnce: typeof fetch = async (...args) => {
          if (!isFirst) return fetch(...args);
          isFirst = false;
          throw new TypeError('no', { cause: { code: 'no secret-question here' } });
        };
        return client.withOptions({ fetch: failsOnce }).chat.completions.create(REQUEST);
      },
      config: { captureContent: false },
    });
    expect(span?.events.map(({ attributes }) => attributes?.['error.type'])).toEqual(['TypeError']);
  });

  test('a time-out is an error of its own class', async () => {
    const [span] = await compare(sdk, {
      reply: () => {},
      run: (client) => client.chat.completions.create(REQUEST, { timeout: 250, maxRetries: 0 }),
    });
    expect(span?.attributes['error.type']).toBe('APIConnectionTimeoutError');
  });

  test('an abort before the answer is what the app sees', async () => {
    const [span] = await compare(sdk, {
      reply: () => {},
      run: async (client, server) => {
        const controller = new AbortController();
        const promise = client.chat.completions.create(REQUEST, { signal: controller.signal });
        void server.arrived(0).then(() => controller.abort());
        return promise;
      },
    });
    expect(span?.attributes['error.type']).toBe('APIUserAbortError');
  });

  test('a call that throws before any request does so with us too', async () => {
    const [span] = await compare(sdk, {
      reply: json(ANSWER),
      run: (client) => client.chat.completions.create(undefined as never),
    });
    expect(span?.attributes['error.type']).toBe('TypeError');
  });

  test('with content off, no text of an error is kept', async () => {
    const [span] = await compare(sdk, {
      reply: refused(400),
      run: (client) => client.chat.completions.create(REQUEST),
      config: { captureContent: false },
    });
    expect(span?.attributes['error.type']).toBe('BadRequestError');
    const { attributes, status, events, name } = span ?? {};
    expect(JSON.stringify({ attributes, status, events, name })).not.toContain('secret-question');
  });
});
