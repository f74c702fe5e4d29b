import { createPricer } from '@tracewright/pricing';
import { expect, test } from 'vitest';
import { decodeTraceRequest } from '../otlp/decode-trace-request.ts';
import { attributes, jsonBody, START_NS, sampleRequest, sampleSpan } from '../otlp/testing/sample-request.ts';
import type { StoredSpan } from '../storage/spans/span-store.ts';
import { normalise } from './normalise.ts';
import { spanDetail } from './span-detail.ts';

const PRICER = createPricer();

function stored(given: object): StoredSpan {
  const [resourceSpans] = decodeTraceRequest(jsonBody(sampleRequest([sampleSpan(given)])), 'json').resourceSpans;
  const [scopeSpans] = resourceSpans!.scopeSpans;
  const { record } = normalise(scopeSpans!.spans[0]!, { service: 'shop', runId: '' }, PRICER);
  return { record: record!, resource: resourceSpans!.resource.payload, scope: scopeSpans!.scope.payload };
}

const CALL = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.usage.input_tokens': 1000,
  'gen_ai.usage.output_tokens': 100,
};

test('a stored span is unpacked with everything that was sent', () => {
  const detail = spanDetail(
    stored({
      attributes: [...attributes(CALL), { key: 'raw', value: { bytesValue: 'AQI=' } }],
      events: [{ name: 'note', timeUnixNano: String(START_NS + 1n), attributes: attributes({ a: true }) }],
      links: [{ traceId: 'aa'.repeat(16), spanId: 'bb'.repeat(8), attributes: attributes({ why: 'batch' }) }],
      status: { code: 2, message: 'too slow' },
    }),
    PRICER,
  );

  expect(detail).toMatchObject({
    parentSpanId: null,
    name: 'chat gpt-4o',
    kind: 'llm',
    otelKind: 3,
    startNs: '1790000000000000000',
    durationMs: 250,
    status: 'error',
    statusMessage: 'too slow',
    ttftMs: null,
    provider: 'openai',
    model: 'gpt-4o',
    usage: { inputTokens: 1000, outputTokens: 100 },
    cost: { totalUsd: 0.0035, partsUsd: { input: 0.0025, output: 0.001 }, unpriced: [] },
    attributes: { ...CALL, raw: 'AQI=' },
    events: [{ name: 'note', timeNs: '1790000000000000001', attributes: { a: true } }],
    links: [{ traceId: 'aa'.repeat(16), spanId: 'bb'.repeat(8), attributes: { why: 'batch' } }],
    resource: { 'service.name': 'shop' },
    scope: { name: 'tests', version: '1.0' },
  });
  expect(JSON.parse(JSON.stringify(detail))).toEqual(detail);
});

test('a running span says so', () => {
  expect(spanDetail(stored({ attributes: attributes({ 'tracewright.span.pending': true }) }), PRICER)).toMatchObject({
    status: 'running',
    durationMs: 0,
    cost: null,
  });
});

test('an unknown price shows as such', () => {
  const { cost } = spanDetail(
    stored({ attributes: attributes({ ...CALL, 'gen_ai.request.model': 'unheard-of' }) }),
    PRICER,
  );

  expect(cost).toEqual({ totalUsd: null, partsUsd: {}, unpriced: ['input', 'output'], source: '' });
});

test('where prices have changed since, the stored total stands and its parts are left out', () => {
  const dearer = createPricer([{ model: 'gpt-4o', inputUsdPerMillionTokens: 100, outputUsdPerMillionTokens: 100 }]);

  const { cost } = spanDetail(stored({ attributes: attributes(CALL) }), dearer);

  expect(cost).toMatchObject({ totalUsd: 0.0035, partsUsd: {} });
});

test('a span without resource and scope is unpacked all the same', () => {
  const { record } = stored({});

  expect(spanDetail({ record, resource: new Uint8Array(0), scope: new Uint8Array(0) }, PRICER)).toMatchObject({
    resource: {},
    scope: { name: '', version: '' },
  });
});
