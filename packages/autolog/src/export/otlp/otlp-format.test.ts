import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anySpans } from '../../testing/any-spans.test.support.ts';
import { JsonFormat } from './json-format.ts';
import type { OtlpFormat } from './otlp-format.ts';
import { ProtobufFormat } from './protobuf-format.ts';

const RUNS = {
  numRuns: Number(process.env.TRACEWRIGHT_PROPERTY_RUNS ?? (process.env.TRACEWRIGHT_THOROUGH === undefined ? 50 : 150)),
};

function encoded(format: OtlpFormat, spans: readonly ReadableSpan[], more: Record<string, number> = {}): Uint8Array {
  const each = spans.map((span) => {
    const bytes = Buffer.from(format.encodeSpan(span));
    return { bytes, sizeBytes: bytes.length, resource: span.resource, scope: span.instrumentationScope };
  });
  return format.encodeRequest(each, more);
}

const parsed = (bytes: Uint8Array | undefined): unknown => JSON.parse(Buffer.from(bytes ?? []).toString());

/** OpenTelemetry writes integers of any size as such, which receivers refuse, and null for what is no finite number. */
function asOpenTelemetryWritesNumbers(_key: string, value: unknown): unknown {
  // Of a text, the rest would be each of its characters.
  if (typeof value !== 'object' || value === null) return value;
  const { doubleValue, ...rest } = value as { readonly doubleValue?: unknown };
  if (doubleValue === undefined || Array.isArray(value) || Object.keys(rest).length > 0) return value;
  if (typeof doubleValue === 'string') return { doubleValue: null };
  return Number.isInteger(doubleValue) ? { intValue: doubleValue } : value;
}

test('JSON says the same as what OpenTelemetry serialises', () => {
  const format = new JsonFormat();
  fc.assert(
    fc.property(anySpans, (spans) => {
      const ours = JSON.parse(Buffer.from(encoded(format, spans)).toString(), asOpenTelemetryWritesNumbers);
      expect(ours).toEqual(parsed(JsonTraceSerializer.serializeRequest([...spans])));
    }),
    RUNS,
  );
});

test('protobuf is, byte for byte, what OpenTelemetry serialises', () => {
  const format = new ProtobufFormat();
  fc.assert(
    fc.property(anySpans, (spans) => {
      const expected = Buffer.from(ProtobufTraceSerializer.serializeRequest([...spans]) ?? []);
      expect(Buffer.from(encoded(format, spans)).toString('hex')).toBe(expected.toString('hex'));
    }),
    RUNS,
  );
});

test('numbers that are no integers of 64 bits are written as what they are', () => {
  const attributes = { a: 1e21, b: 2 ** 63, c: -(2 ** 63), d: Number.NaN, e: Number.NEGATIVE_INFINITY };
  const [span] = fc.sample(anySpans, { numRuns: 20, seed: 7 }).flat();
  const bytes = new JsonFormat().encodeSpan({ ...span, attributes } as unknown as ReadableSpan);
  expect((parsed(bytes) as { attributes: unknown[] }).attributes).toEqual([
    { key: 'a', value: { doubleValue: 1e21 } },
    { key: 'b', value: { doubleValue: 2 ** 63 } },
    { key: 'c', value: { intValue: -(2 ** 63) } },
    { key: 'd', value: { doubleValue: 'NaN' } },
    { key: 'e', value: { doubleValue: '-Infinity' } },
  ]);
  // JavaScript's shorter digits for it are out of range.
  expect(Buffer.from(bytes).toString()).toContain('{"intValue":-9223372036854775808}');
});

test('what an app without types gives to a tracer spoils no request', () => {
  const odd = {
    resource: resourceFromAttributes({}),
    instrumentationScope: { name: undefined, version: 7, schemaUrl: 5 },
    spanContext: () => ({ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 }),
    name: Symbol('step'),
    kind: 'CLIENT',
    status: { code: undefined },
    events: [{ name: 5, time: [1, 0] }],
    links: [{}, { context: { traceId: 5 } }, { context: { traceId: 'request 7', spanId: 'b7ad6b7169203331' } }],
    startTime: [1, 0],
    endTime: [2, 0],
    attributes: {},
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  } as unknown as ReadableSpan;
  const request = parsed(encoded(new JsonFormat(), [odd]));
  expect(request).toMatchObject({
    resourceSpans: [
      {
        scopeSpans: [
          {
            scope: { name: '', version: '7' },
            schemaUrl: '5',
            spans: [{ name: 'Symbol(step)', kind: 1, status: { code: 0 }, events: [{ name: '5' }], links: [] }],
          },
        ],
      },
    ],
  });
  expect(Buffer.from(encoded(new ProtobufFormat(), [odd])).toString('latin1')).toContain('Symbol(step)');
});

test('what a request says of itself stands beside the attributes of its resource', () => {
  const [span] = fc.sample(anySpans, { numRuns: 1, seed: 7 }).flat();
  if (span === undefined) throw new Error('no span');
  const { attributes, schemaUrl = '' } = span.resource;
  const resource = resourceFromAttributes({ ...attributes, 'tracewright.dropped_spans': 300 }, { schemaUrl });
  const told = { ...span, resource } as ReadableSpan;
  const more = { 'tracewright.dropped_spans': 300 };
  expect(parsed(encoded(new JsonFormat(), [span], more))).toEqual(parsed(encoded(new JsonFormat(), [told])));
  expect(encoded(new ProtobufFormat(), [span], more)).toEqual(encoded(new ProtobufFormat(), [told]));
});

test.each([
  [[], {}],
  [[10, 0], { partialSuccess: {} }],
  // Two spans rejected, with a reason; then a field of each kind that nobody knows yet.
  [
    [10, 6, 8, 2, 18, 2, 110, 111, 24, 200, 1, 33, 1, 2, 3, 4, 5, 6, 7, 8],
    { partialSuccess: { rejectedSpans: 2, errorMessage: 'no' } },
  ],
])('the answer %j to a request in protobuf is read', (bytes, response) => {
  expect(new ProtobufFormat().decodeResponse(Uint8Array.from(bytes))).toEqual(response);
  expect(ProtobufTraceSerializer.deserializeResponse(Uint8Array.from(bytes))).toEqual(response);
});

test('an answer that is cut off is an error', () => {
  expect(() => new ProtobufFormat().decodeResponse(Uint8Array.from([10, 6, 8]))).toThrow(RangeError);
  expect(() => new ProtobufFormat().decodeResponse(Uint8Array.from([8, 200]))).toThrow(RangeError);
});
