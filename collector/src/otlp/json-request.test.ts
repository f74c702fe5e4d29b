import { expect, test } from 'vitest';
import { decodeTraceRequest } from './decode-trace-request.ts';
import type { OtlpSpan } from './otlp-request.ts';
import { jsonBody, SPAN_ID, START_NS, sampleRequest, sampleSpan, TRACE_ID } from './testing/sample-request.ts';

function decodeText(text: string): OtlpSpan | undefined {
  const request = decodeTraceRequest(new TextEncoder().encode(text), 'json');
  return request.resourceSpans[0]?.scopeSpans[0]?.spans[0];
}

function decode(given: object): OtlpSpan | undefined {
  return decodeText(JSON.stringify(sampleRequest([sampleSpan(given)])));
}

test('ids are hexadecimal in either case', () => {
  const span = decode({ traceId: TRACE_ID.toUpperCase(), spanId: SPAN_ID.toUpperCase() });

  expect(span).toMatchObject({ traceId: TRACE_ID, spanId: SPAN_ID });
});

test('integers come as texts or as numbers, and lose nothing either way', () => {
  const asText = decode({ startTimeUnixNano: '1790000000000000001' });
  const asNumber = decodeText(
    JSON.stringify(sampleRequest([sampleSpan()])).replace(`"${START_NS}"`, '1790000000000000001'),
  );

  expect(asText?.startNs).toBe(1_790_000_000_000_000_001n);
  expect(asNumber?.startNs).toBe(1_790_000_000_000_000_001n);
});

test.each([
  [{ intValue: '42' }, 42],
  [{ intValue: 42 }, 42],
  [{ intValue: '-9223372036854775808' }, '-9223372036854775808'],
  [{ doubleValue: 0.5 }, 0.5],
  [{ doubleValue: 3 }, 3],
  [{ doubleValue: 'NaN' }, 'NaN'],
  [{ stringValue: '' }, ''],
  [{ stringValue: 'ü🙂' }, 'ü🙂'],
  [{ boolValue: false }, false],
  [{ bytesValue: '_-8=' }, '/+8='],
  [{ arrayValue: {} }, []],
  [{ arrayValue: { values: [{ intValue: 1 }, {}] } }, [1, null]],
  [{ kvlistValue: { values: [{ key: 'a', value: { boolValue: true } }] } }, { a: true }],
  [{}, null],
  [{ somethingNew: 1 }, null],
])('the value %j reads as %j', (value, expected) => {
  const span = decode({ attributes: [{ key: 'k', value }] });

  expect(span?.attributes.get('k')).toEqual(expected);
});

test('unknown fields are ignored, and null stands for absent', () => {
  const span = decode({ later: [{ a: 1 }], parentSpanId: null, status: null, events: null });

  expect(span).toMatchObject({ spanId: SPAN_ID, parentSpanId: '', statusCode: 0, events: [] });
});

test.each([
  ['an id that is not hexadecimal', { traceId: 'zz' }, 'Span.traceId is not hexadecimal'],
  ['an id of half a byte', { spanId: 'abc' }, 'Span.spanId is not hexadecimal'],
  ['a kind by its name', { kind: 'SPAN_KIND_CLIENT' }, 'Span.kind is not an integer'],
  ['a time that is no integer', { startTimeUnixNano: 1.5 }, 'not an unsigned integer of 64 bits'],
  ['a time below zero', { startTimeUnixNano: '-1' }, 'not an unsigned integer of 64 bits'],
  ['a time of more than 64 bits', { startTimeUnixNano: '18446744073709551616' }, 'not an unsigned integer of 64 bits'],
  ['attributes that are no list', { attributes: {} }, 'attributes is not an array'],
  ['a name that is a number', { name: 7 }, 'Span.name is not a text'],
  ['an integer that is not one', { attributes: [{ key: 'k', value: { intValue: '1e3' } }] }, 'AnyValue.intValue'],
  ['bytes that are not base64', { attributes: [{ key: 'k', value: { bytesValue: '%%' } }] }, 'AnyValue.bytesValue'],
  ['a boolean by its name', { attributes: [{ key: 'k', value: { boolValue: 'true' } }] }, 'AnyValue.boolValue'],
])('%s is refused', (_name, given, message) => {
  expect(() => decode(given)).toThrow(message);
});

test.each(['', '{}', '{"resourceSpans":[]}', '\ufeff{}'])('%j is an empty request', (text) => {
  expect(decodeTraceRequest(new TextEncoder().encode(text), 'json')).toEqual({ resourceSpans: [] });
});

test.each(['null', '[]', '"x"', '{', '{"resourceSpans":{}}', '{"resourceSpans":[1]}'])('%s is refused', (text) => {
  expect(() => decodeText(text)).toThrow('the body cannot be read');
});

test('a value nested too deep is refused, and costs no stack', () => {
  const deep = `${'{"arrayValue":{"values":['.repeat(100_000)}${']}}'.repeat(100_000)}`;
  const text = JSON.stringify(sampleRequest([sampleSpan({ attributes: [{ key: 'k', value: '@' }] })]));

  expect(() => decodeText(text.replace('"@"', () => deep))).toThrow('the body cannot be read');
});

test('what was said in JSON is kept as the protobuf that says the same', () => {
  const json = jsonBody(sampleRequest([sampleSpan({ attributes: [{ key: 'k', value: { stringValue: 'v' } }] })]));

  const span = decodeTraceRequest(json, 'json').resourceSpans[0]?.scopeSpans[0]?.spans[0];

  expect(Buffer.from(span?.payload ?? []).toString('hex')).toContain(`0a10${TRACE_ID}1208${SPAN_ID}`);
});
