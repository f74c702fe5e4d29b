import { expect, test } from 'vitest';
import { decodeTraceRequest } from './decode-trace-request.ts';
import { REQUEST, RESOURCE_SPANS, SCOPE_SPANS, SPAN } from './otlp-tags.ts';
import { WireWriter } from './wire-writer.ts';

/** A message that is the one field `tag` with these bytes. */
function wrapped(tag: number, content: Uint8Array): Uint8Array {
  const writer = new WireWriter(content.byteLength + 16);
  writer.bytes(tag, content);
  return writer.finish();
}

/** A message that is `count` empty fields `tag`. */
function empty(tag: number, count: number): Uint8Array {
  return Buffer.alloc(2 * count, Buffer.from([tag, 0]));
}

/** A request whose one scope holds these bytes. */
function requestOf(scopeSpans: Uint8Array): Uint8Array {
  return wrapped(REQUEST.resourceSpans, wrapped(RESOURCE_SPANS.scopeSpans, scopeSpans));
}

/** The key-value whose value is a list of `count` empty values. */
function listOf(count: number): Uint8Array {
  return wrapped(18, wrapped(42, empty(10, count)));
}

test('a request of 50,000 spans is read', () => {
  const { resourceSpans } = decodeTraceRequest(requestOf(empty(SCOPE_SPANS.spans, 50_000)), 'protobuf');

  expect(resourceSpans[0]?.scopeSpans[0]?.spans).toHaveLength(50_000);
});

test.each([
  ['50,001 spans', requestOf(empty(SCOPE_SPANS.spans, 50_001)), '50000 spans'],
  ['30 million spans', requestOf(empty(SCOPE_SPANS.spans, 30_000_000)), '50000 spans'],
  ['resources without end', empty(REQUEST.resourceSpans, 50_001), '50000 resources and scopes'],
  [
    'scopes without end',
    wrapped(REQUEST.resourceSpans, empty(RESOURCE_SPANS.scopeSpans, 50_001)),
    '50000 resources and scopes',
  ],
  [
    'a span of attributes without end',
    requestOf(wrapped(SCOPE_SPANS.spans, empty(SPAN.attributes, 2_000_001))),
    '2000000 attributes',
  ],
  [
    'an attribute that is a list without end',
    requestOf(wrapped(SCOPE_SPANS.spans, wrapped(SPAN.attributes, listOf(2_000_001)))),
    '2000000 attributes, events and values',
  ],
])('a request with %s is too large, whatever its length', (_what, body, message) => {
  expect(() => decodeTraceRequest(body, 'protobuf')).toThrow(
    expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE', message: expect.stringContaining(message) }),
  );
});

test.each([
  ['spans', `{"resourceSpans":[{"scopeSpans":[{"spans":[${'{},'.repeat(50_000)}{}]}]}]}`, '50000 spans'],
  ['values', `{"unknown":[${'{},'.repeat(5_000_000)}{}]}`, '5000000 values'],
  ['nested lists', '['.repeat(5_000_001), '5000000 values'],
])('a request in JSON with too many %s is too large as well', (_what, body, message) => {
  expect(() => decodeTraceRequest(new TextEncoder().encode(body), 'json')).toThrow(
    expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE', message: expect.stringContaining(message) }),
  );
});

test('brackets and commas within a text of JSON are no values', () => {
  const text = '{\\"a\\":[1,2]},'.repeat(1_000_000);
  const body = `{"resourceSpans":[{"schemaUrl":"${text}"}]}`;

  expect(decodeTraceRequest(new TextEncoder().encode(body), 'json').resourceSpans).toHaveLength(1);
});
