import { createPricer } from '@tracewright/pricing';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { AppEnv } from '../../app-env.ts';
import { createLocalIngest } from '../../ingest/local-ingest.ts';
import { decodeSpan } from '../../otlp/read-span.ts';
import { MemorySpanStore } from '../../storage/spans/memory/memory-span-store.ts';
import { otlpRoutes } from './otlp-routes.ts';

/*
 * Requests after the examples of the OTLP specification and after what the OpenTelemetry Collector's receiver is tested
 * with, in our own words.
 */

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = 'b7ad6b7169203331';

const SCOPE = {
  name: 'my.library',
  version: '1.0.0',
  attributes: [{ key: 'my.scope.attribute', value: { stringValue: 'some scope attribute' } }],
};
const RESOURCE = { attributes: [{ key: 'service.name', value: { stringValue: 'my.service' } }] };

function collector() {
  const store = new MemorySpanStore();
  const resolveExperiment = async () => '1';
  const ingest = createLocalIngest({ store, pricer: createPricer(), resolveExperiment });
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set('principal', { workspaceId: 'default', subject: 'test', scopes: ['ingest'], via: 'open' });
    await next();
  });
  app.route('/v1', otlpRoutes({ ingest, resolveExperiment }));
  const post = (path: string, body: string, headers = { 'content-type': 'application/json' }) =>
    app.request(path, { method: 'POST', headers, body });
  return { post, store };
}

function tracesOf(span: object): string {
  return JSON.stringify({ resourceSpans: [{ resource: RESOURCE, scopeSpans: [{ scope: SCOPE, spans: [span] }] }] });
}

test('the example of a trace is stored as it says', async () => {
  const { post, store } = collector();
  const span = {
    traceId: TRACE_ID.toUpperCase(),
    spanId: SPAN_ID.toUpperCase(),
    parentSpanId: 'B7AD6B7169203332',
    flags: 256,
    name: 'I am a server span',
    startTimeUnixNano: '1544712660000000000',
    endTimeUnixNano: '1544712661000000000',
    kind: 2,
    attributes: [{ key: 'my.span.attr', value: { stringValue: 'some value' } }],
  };

  const res = await post('/v1/traces', tracesOf(span));

  expect([res.status, await res.json()]).toEqual([200, {}]);
  const stored = await store.getSpan('default', TRACE_ID, SPAN_ID);
  expect(stored?.record).toMatchObject({
    parentSpanId: 'b7ad6b7169203332',
    name: 'I am a server span',
    otelKind: 2,
    startNs: 1_544_712_660_000_000_000n,
    endNs: 1_544_712_661_000_000_000n,
    service: 'my.service',
    statusCode: 0,
  });
  expect(decodeSpan(stored!.record.payload).attributes.get('my.span.attr')).toBe('some value');
});

test('the example of logs, with values of every kind, is accepted', async () => {
  const record = {
    timeUnixNano: '1544712660300000000',
    observedTimeUnixNano: '1544712660300000000',
    severityNumber: 10,
    severityText: 'Information',
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    body: { stringValue: 'Example log record' },
    attributes: [
      { key: 'boolean.attribute', value: { boolValue: true } },
      { key: 'int.attribute', value: { intValue: '10' } },
      { key: 'double.attribute', value: { doubleValue: 637.704 } },
      { key: 'array.attribute', value: { arrayValue: { values: [{ stringValue: 'many' }, { intValue: 1 }] } } },
      { key: 'map.attribute', value: { kvlistValue: { values: [{ key: 'k', value: { stringValue: 'v' } }] } } },
    ],
  };
  const event = { ...record, eventName: 'browser.page_view', body: { kvlistValue: { values: [] } } };
  const body = { resourceLogs: [{ resource: RESOURCE, scopeLogs: [{ scope: SCOPE, logRecords: [record, event] }] }] };

  const res = await collector().post('/v1/logs', JSON.stringify(body));

  expect([res.status, await res.json()]).toEqual([200, {}]);
});

test('the example of metrics, with one of each kind, is accepted', async () => {
  const point = { asDouble: 5, startTimeUnixNano: '1544712660300000000', timeUnixNano: '1544712660300000000' };
  const metrics = [
    { name: 'my.counter', unit: '1', sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints: [point] } },
    { name: 'my.gauge', unit: '1', gauge: { dataPoints: [point] } },
    {
      name: 'my.histogram',
      histogram: {
        aggregationTemporality: 1,
        dataPoints: [{ count: 2, sum: 2, bucketCounts: ['1', '1'], explicitBounds: [1], min: 0, max: 2 }],
      },
    },
  ];
  const body = { resourceMetrics: [{ resource: RESOURCE, scopeMetrics: [{ scope: SCOPE, metrics }] }] };

  const res = await collector().post('/v1/metrics', JSON.stringify(body));

  expect([res.status, await res.json()]).toEqual([200, {}]);
});

const SPAN = { traceId: TRACE_ID, spanId: SPAN_ID, name: 'a', startTimeUnixNano: '1', endTimeUnixNano: '2' };

test.each([
  ['a text outside ASCII', { name: 'ûtf8 \u20ac 🦊' }, { name: 'ûtf8 € 🦊' }],
  ['times as numbers', { startTimeUnixNano: 1, endTimeUnixNano: 2 }, { startNs: 1n, endNs: 2n }],
  ['a kind beyond those of today', { kind: 7 }, { otelKind: 0 }],
  ['a status of an error', { status: { code: 2, message: 'broken' } }, { statusCode: 2 }],
  ['fields of a later version', { entityRefs: [{ type: 'x' }], status: { later: 1 } }, { name: 'a' }],
  [
    'null for what is absent',
    { parentSpanId: null, attributes: null, links: null, status: null },
    { parentSpanId: '' },
  ],
])('a span with %s is stored', async (_what, given, columns) => {
  const { post, store } = collector();

  const res = await post('/v1/traces', tracesOf({ ...SPAN, ...given }));

  expect(res.status).toBe(200);
  expect((await store.getSpan('default', TRACE_ID, SPAN_ID))?.record).toMatchObject(columns);
});

test.each([
  ['no JSON', '}'],
  ['a list', '[]'],
  ['spans that are no list', '{"resourceSpans":[{"scopeSpans":[{"spans":{}}]}]}'],
  ['an enum by its name', tracesOf({ ...SPAN, kind: 'SPAN_KIND_SERVER' })],
  ['an id in base64', tracesOf({ ...SPAN, traceId: 'CvdlGRbNQ92ESOshHIAxnA==' })],
])('%s is refused for good, with a status in JSON', async (_what, body) => {
  const res = await collector().post('/v1/traces', body);

  expect(res.status).toBe(400);
  expect(res.headers.get('content-type')).toBe('application/json');
  expect(await res.json()).toMatchObject({ code: 3, message: expect.stringContaining('the body cannot be read') });
});

test.each(['traces', 'logs', 'metrics'])('%s say in their own words that nothing was refused', async (signal) => {
  const { post } = collector();

  const json = await post(`/v1/${signal}`, '{}');
  const protobuf = await post(`/v1/${signal}`, '', { 'content-type': 'application/x-protobuf' });

  expect([json.status, await json.text()]).toEqual([200, '{}']);
  expect([protobuf.status, await protobuf.text()]).toEqual([200, '']);
});
