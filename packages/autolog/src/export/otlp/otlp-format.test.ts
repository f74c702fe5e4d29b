import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anySpans } from '../../testing/any-spans.test.support.ts';
import { JsonFormat } from './json-format.ts';
import type { OtlpFormat } from './otlp-format.ts';
import { ProtobufFormat } from './protobuf-format.ts';

const RUNS = { numRuns: Number(process.env.TRACEWRIGHT_PROPERTY_RUNS ?? 150) };

function encoded(format: OtlpFormat, spans: readonly ReadableSpan[], more: Record<string, number> = {}): Uint8Array {
  const each = spans.map((span) => {
    const bytes = Buffer.from(format.encodeSpan(span));
    return { bytes, sizeBytes: bytes.length, resource: span.resource, scope: span.instrumentationScope };
  });
  return format.encodeRequest(each, more);
}

const parsed = (bytes: Uint8Array | undefined): unknown => JSON.parse(Buffer.from(bytes ?? []).toString());

test('JSON says the same as what OpenTelemetry serialises', () => {
  const format = new JsonFormat();
  fc.assert(
    fc.property(anySpans, (spans) => {
      expect(parsed(encoded(format, spans))).toEqual(parsed(JsonTraceSerializer.serializeRequest([...spans])));
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
