import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { createPricer } from '@tracewright/pricing';
import { Hono } from 'hono';
import protobuf from 'protobufjs';
import { expect, test } from 'vitest';
import type { AppEnv } from '../../app-env.ts';
import { createLocalIngest } from '../../ingest/local-ingest.ts';
import { encodeJsonTraceRequest } from '../../otlp/encode-json-trace-request.ts';
import { jsonBody, SPAN_ID, sampleRequest, sampleSpan, TRACE_ID } from '../../otlp/testing/sample-request.ts';
import { MemorySpanStore } from '../../storage/spans/memory/memory-span-store.ts';
import { type OtlpDeps, otlpRoutes } from './otlp-routes.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const PROTOBUF_TYPE = { 'content-type': 'application/x-protobuf' };

function collector(given: Partial<OtlpDeps> & { maxBytesInFlight?: number } = {}) {
  const store = new MemorySpanStore();
  const resolveExperiment = async (name: string) => (name === 'support-bot' ? '7' : '9');
  const { maxBytesInFlight } = given;
  const ingest = createLocalIngest({
    store,
    pricer: createPricer(),
    resolveExperiment,
    ...(maxBytesInFlight === undefined ? {} : { maxBytesInFlight }),
  });
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set('principal', { workspaceId: 'default', subject: 'test', scopes: ['ingest'], via: 'open' });
    await next();
  });
  app.route('/v1', otlpRoutes({ ingest, resolveExperiment, ...given }));
  const post = (headers: Record<string, string>, body: Uint8Array<ArrayBuffer> | string, path = '/v1/traces') =>
    app.request(path, { method: 'POST', headers, body });
  const stored = async () => (await store.getSpans('default', TRACE_ID))?.map(({ spanId }) => spanId) ?? [];
  return { app, store, ingest, post, stored };
}

const BODY = jsonBody(sampleRequest([sampleSpan()]));
const PROTOBUF_BODY = new Uint8Array(encodeJsonTraceRequest(BODY));

test('a request in JSON is stored and answered in JSON', async () => {
  const { post, stored } = collector();

  const res = await post(JSON_TYPE, BODY);

  expect(res.status).toBe(200);
  expect(res.headers.get('content-type')).toBe('application/json');
  expect(await res.json()).toEqual({});
  expect(await stored()).toEqual([SPAN_ID]);
});

test('a request in protobuf is stored and answered in protobuf', async () => {
  const { post, stored } = collector();

  const res = await post(PROTOBUF_TYPE, PROTOBUF_BODY);

  expect(res.status).toBe(200);
  expect(res.headers.get('content-type')).toBe('application/x-protobuf');
  expect((await res.arrayBuffer()).byteLength).toBe(0);
  expect(await stored()).toEqual([SPAN_ID]);
});

test.each([
  ['gzip', gzipSync(BODY)],
  ['deflate', deflateSync(BODY)],
  ['deflate', deflateRawSync(BODY)],
  ['zlib', deflateSync(BODY)],
  ['zstd', zstdCompressSync(BODY)],
  ['GZIP', gzipSync(BODY)],
  ['identity', BODY],
])('a body with the content encoding %s is inflated', async (encoding, body) => {
  const { post, stored } = collector();

  const res = await post({ ...JSON_TYPE, 'content-encoding': encoding }, new Uint8Array(body));

  expect(res.status).toBe(200);
  expect(await stored()).toEqual([SPAN_ID]);
});

test.each(['gzip', 'deflate', 'zstd'])('a body that is not %s is refused', async (encoding) => {
  const { post, stored } = collector();

  const res = await post({ ...JSON_TYPE, 'content-encoding': encoding }, BODY);

  expect(res.status).toBe(400);
  expect(await stored()).toEqual([]);
});

test.each([
  ['gzip', gzipSync(BODY)],
  ['deflate', deflateSync(BODY)],
  ['zstd', zstdCompressSync(BODY)],
])('a body in %s that is cut short is refused', async (encoding, body) => {
  const { post, stored } = collector();

  const res = await post({ ...JSON_TYPE, 'content-encoding': encoding }, new Uint8Array(body.subarray(0, -6)));

  expect(res.status).toBe(400);
  expect(await stored()).toEqual([]);
});

test.each([
  ['JSON', JSON_TYPE, new Uint8Array(0)],
  ['JSON', JSON_TYPE, jsonBody({})],
  ['protobuf', PROTOBUF_TYPE, new Uint8Array(0)],
])('an empty request in %s succeeds', async (_name, headers, body) => {
  const res = await collector().post(headers, body);

  expect(res.status).toBe(200);
});

test('malformed JSON answers 400 with a status in JSON, and nothing is stored', async () => {
  const { post, stored } = collector();

  const res = await post(JSON_TYPE, '{"resourceSpans":[{"scopeSpans":[{"spans":[');

  expect(res.status).toBe(400);
  expect(await res.json()).toEqual({ code: 3, message: 'the body cannot be read: it is not JSON' });
  expect(await stored()).toEqual([]);
});

test('malformed protobuf answers 400 with a status in protobuf, and nothing is stored', async () => {
  const { post, stored } = collector();

  const res = await post(PROTOBUF_TYPE, PROTOBUF_BODY.subarray(0, PROTOBUF_BODY.length - 3));

  expect(res.status).toBe(400);
  expect(res.headers.get('content-type')).toBe('application/x-protobuf');
  const status = Buffer.from(await res.arrayBuffer());
  expect(status.subarray(0, 3)).toEqual(Buffer.from([8, 3, 18]));
  expect(status.toString('latin1')).toContain('the body cannot be read');
  expect(await stored()).toEqual([]);
});

test('a request whose second span is malformed stores nothing of the first', async () => {
  const { post, stored } = collector();

  const res = await post(JSON_TYPE, jsonBody(sampleRequest([sampleSpan(), sampleSpan({ spanId: 'not hex' })])));

  expect(res.status).toBe(400);
  expect(await stored()).toEqual([]);
});

test('spans with bad ids or times are counted and named, and the rest is stored', async () => {
  const { post, stored } = collector();
  const spans = [
    sampleSpan(),
    sampleSpan({ traceId: '00'.repeat(16) }),
    sampleSpan({ traceId: 'abcd' }),
    sampleSpan({ spanId: '' }),
    sampleSpan({ spanId: 'aaaaaaaaaaaaaaaa', endTimeUnixNano: '1' }),
  ];

  const res = await post(JSON_TYPE, jsonBody(sampleRequest(spans)));

  expect(res.status).toBe(200);
  expect(await res.json()).toEqual({
    partialSuccess: {
      rejectedSpans: '4',
      errorMessage:
        '2 spans: trace id is not 16 bytes, or all zero; 1 span: span id is not 8 bytes, or all zero; ' +
        '1 span: ends more than an hour before it starts',
    },
  });
  expect(await stored()).toEqual([SPAN_ID]);
});

test('what was refused of a request in protobuf is told in protobuf', async () => {
  const { post, stored } = collector();
  const spans = [sampleSpan(), sampleSpan({ spanId: 'aaaaaaaaaaaaaaaa', traceId: '00'.repeat(16) })];

  const res = await post(PROTOBUF_TYPE, new Uint8Array(encodeJsonTraceRequest(jsonBody(sampleRequest(spans)))));

  expect([res.status, res.headers.get('content-type')]).toEqual([200, 'application/x-protobuf']);
  // The answer as OTLP's `trace_service.proto` has it.
  const { root } = protobuf.parse(`syntax = "proto3";
    message ExportTraceServiceResponse { ExportTracePartialSuccess partial_success = 1; }
    message ExportTracePartialSuccess { int64 rejected_spans = 1; string error_message = 2; }`);
  const Answer = root.lookupType('ExportTraceServiceResponse');
  expect(Answer.toObject(Answer.decode(new Uint8Array(await res.arrayBuffer())), { longs: Number })).toEqual({
    partialSuccess: { rejectedSpans: 1, errorMessage: '1 span: trace id is not 16 bytes, or all zero' },
  });
  expect(await stored()).toEqual([SPAN_ID]);
});

test('a body over the limit is refused before it is read', async () => {
  const { post, stored } = collector({ maxBodyBytes: 100 });

  const res = await post({ ...JSON_TYPE, 'content-length': String(BODY.byteLength) }, BODY);

  expect(res.status).toBe(413);
  expect(await res.json()).toMatchObject({ code: 3 });
  expect(await stored()).toEqual([]);
});

test('a request of too many spans is too large, however few bytes it takes, and nothing of it is stored', async () => {
  const { post, stored } = collector();
  const spans = Array.from({ length: 50_001 }, () => sampleSpan());

  // Two messages of protobuf one behind the other are one with the spans of both.
  const halves = [spans.slice(0, 25_000), spans.slice(25_000)].map((half) =>
    encodeJsonTraceRequest(jsonBody(sampleRequest(half))),
  );

  const inJson = await post(JSON_TYPE, jsonBody(sampleRequest(spans)));
  const inProtobuf = await post(
    { ...PROTOBUF_TYPE, 'content-encoding': 'gzip' },
    new Uint8Array(gzipSync(Buffer.concat(halves))),
  );

  expect(inJson.status).toBe(413);
  expect(await inJson.json()).toEqual({
    code: 3,
    message: 'the request has more than 50000 spans: send them in several',
  });
  expect(inProtobuf.status).toBe(413);
  expect(inProtobuf.headers.get('content-type')).toBe('application/x-protobuf');
  expect(await stored()).toEqual([]);
});

test('a body over the limit that does not announce its length is refused too', async () => {
  const { app, stored } = collector({ maxBodyBytes: 100 });
  const body = new Blob([BODY]).stream();

  const res = await app.request('/v1/traces', {
    method: 'POST',
    headers: JSON_TYPE,
    body,
    duplex: 'half',
  } as RequestInit);

  expect(res.status).toBe(413);
  expect(await stored()).toEqual([]);
});

test.each(['gzip', 'deflate', 'zstd'] as const)('a bomb in %s is stopped while it inflates', async (encoding) => {
  const { post, ingest } = collector({ maxBodyBytes: 1_000_000 });
  const zeros = new Uint8Array(50_000_000);
  const bomb = { gzip: gzipSync, deflate: deflateSync, zstd: zstdCompressSync }[encoding](zeros);

  const res = await post({ ...PROTOBUF_TYPE, 'content-encoding': encoding }, new Uint8Array(bomb));

  expect(res.status).toBe(413);
  expect(ingest.budget.heldBytes).toBe(0);
});

test.each([
  ['a content type that OTLP does not know', { 'content-type': 'text/plain' }],
  ['no content type', {}],
  ['a content encoding that nobody knows', { ...JSON_TYPE, 'content-encoding': 'br' }],
  ['snappy', { ...JSON_TYPE, 'content-encoding': 'snappy' }],
  ['two content encodings', { ...JSON_TYPE, 'content-encoding': 'gzip, gzip' }],
])('%s answers 415', async (_name, headers) => {
  const res = await collector().post(headers as Record<string, string>, BODY);

  expect(res.status).toBe(415);
  expect(await res.json()).toMatchObject({ code: 3 });
});

test('a content type with parameters is understood', async () => {
  const res = await collector().post({ 'content-type': 'Application/JSON; charset=utf-8' }, BODY);

  expect(res.status).toBe(200);
});

test('another method than POST answers 405 and says which is allowed', async () => {
  const res = await collector().app.request('/v1/traces');

  expect(res.status).toBe(405);
  expect(res.headers.get('allow')).toBe('POST');
});

test('too many bytes in flight answer 429 and when to come back', async () => {
  const { post, ingest, stored } = collector({ maxBytesInFlight: 1_000 });
  const others = ingest.budget.hold(900);

  const res = await post(JSON_TYPE, BODY);

  expect(res.status).toBe(429);
  expect(Number(res.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await res.json()).toMatchObject({ code: 8 });
  expect(await stored()).toEqual([]);
  others.release();
  expect((await post(JSON_TYPE, BODY)).status).toBe(200);
  expect(ingest.budget.heldBytes).toBe(0);
});

test('a store that fails answers 503, and the reason stays inside', async () => {
  const failing = {
    append: async () => {
      throw new Error('disk full at /secret/path');
    },
  };
  const ingest = createLocalIngest({ store: failing, pricer: createPricer(), resolveExperiment: async () => '0' });
  const { post } = collector({ ingest });

  const res = await post(JSON_TYPE, BODY);

  expect(res.status).toBe(503);
  expect(res.headers.get('retry-after')).not.toBeNull();
  expect(await res.json()).toEqual({ code: 14, message: 'the spans could not be stored' });
});

test('a bug answers 500 and is reported', async () => {
  const reported: unknown[] = [];
  const { post } = collector({
    resolveExperiment: async () => {
      throw new TypeError('oops');
    },
    reportError: (error) => reported.push(error),
  });

  const res = await post({ ...JSON_TYPE, 'x-tracewright-experiment': 'any' }, BODY);

  expect(res.status).toBe(500);
  expect(await res.json()).toEqual({ code: 13, message: 'internal error' });
  expect(String(reported)).toContain('oops');
});

test.each([
  ['a header with the name', { 'x-tracewright-experiment': 'support-bot' }, {}, '7'],
  ['a header with the id', { 'x-mlflow-experiment-id': '12' }, {}, '12'],
  ['the resource', {}, { 'tracewright.experiment': 'support-bot' }, '7'],
  ['a header rather than the resource', { 'x-mlflow-experiment-id': '12' }, { 'tracewright.experiment': 'x' }, '12'],
  ['nothing: Default', {}, {}, '0'],
])('the experiment of a trace comes from %s', async (_name, headers, resource, experimentId) => {
  const { post, store } = collector();

  const res = await post({ ...JSON_TYPE, ...headers }, jsonBody(sampleRequest([sampleSpan()], resource)));

  expect(res.status).toBe(200);
  expect((await store.getTrace('default', TRACE_ID))?.experimentId).toBe(experimentId);
});

test('an experiment id that nobody knows answers 404, one that cannot be 400', async () => {
  const { post, stored } = collector({ hasExperiment: async () => false });

  const unknown = await post({ ...JSON_TYPE, 'x-mlflow-experiment-id': '12' }, BODY);
  const impossible = await post({ ...JSON_TYPE, 'x-mlflow-experiment-id': 'twelve' }, BODY);

  expect([unknown.status, impossible.status]).toEqual([404, 400]);
  expect(await stored()).toEqual([]);
});

test('the run comes from the header where a span does not name its own', async () => {
  const { post, store } = collector();

  await post({ ...JSON_TYPE, 'x-mlflow-run-id': 'run-1' }, BODY);

  expect((await store.getTrace('default', TRACE_ID))?.runId).toBe('run-1');
});

test.each([
  ['/v1/logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'hi' } }] }] }] }],
  ['/v1/metrics', { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'm' }] }] }] }],
])('%s takes well-formed requests and refuses others', async (path, request) => {
  const { post } = collector();

  const good = await post(JSON_TYPE, jsonBody(request), path);
  const empty = await post(PROTOBUF_TYPE, new Uint8Array(0), path);
  const bad = await post(JSON_TYPE, '[', path);
  const alsoBad = await post(PROTOBUF_TYPE, new Uint8Array([10, 200]), path);

  expect([good.status, empty.status, bad.status, alsoBad.status]).toEqual([200, 200, 400, 400]);
});

test('a closing collector asks to be tried again', async () => {
  const { post, ingest } = collector();
  await ingest.close();

  const res = await post(JSON_TYPE, BODY);

  expect(res.status).toBe(503);
});
