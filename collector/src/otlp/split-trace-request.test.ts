import { expect, test } from 'vitest';
import { decodeTraceRequest } from './decode-trace-request.ts';
import { encodeJsonTraceRequest } from './encode-json-trace-request.ts';
import { splitTraceRequest } from './split-trace-request.ts';
import { attributes, jsonBody, sampleSpan } from './testing/sample-request.ts';

const spansOf = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) =>
    sampleSpan({ name: `${name} ${index}`, spanId: `${index + 1}`.padStart(16, '0') }),
  );

const request = encodeJsonTraceRequest(
  jsonBody({
    resourceSpans: [
      {
        resource: { attributes: attributes({ 'service.name': 'shop' }) },
        scopeSpans: [
          { scope: { name: 'first' }, spans: spansOf('a', 5) },
          { scope: { name: 'second' }, spans: spansOf('b', 3) },
        ],
      },
      { scopeSpans: [{ spans: [] }, { spans: spansOf('c', 1) }] },
    ],
  }),
);

/** Each span with where it comes from. */
function namesIn(body: Uint8Array): readonly string[] {
  return decodeTraceRequest(body, 'protobuf').resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map(({ name }) => `${resource.payload.length} ${scope.name} ${name}`),
    ),
  );
}

test('all slices together have every span once, in order, with its resource and scope', () => {
  const slices = [...splitTraceRequest(request, { bytes: 1_000_000, spans: 4 })].length;
  const names = Array.from(splitTraceRequest(request, { bytes: 1_000_000, spans: 4 }), namesIn);

  expect(slices).toBe(3);
  expect(names.map(({ length }) => length)).toEqual([4, 4, 1]);
  expect(names.flat()).toEqual(namesIn(request));
});

test('a slice is not larger than allowed, but for a single span', () => {
  const [longest = 0] = Array.from(splitTraceRequest(request, { bytes: 1, spans: 100 }), ({ length }) => length);
  const sizes = Array.from(splitTraceRequest(request, { bytes: 2 * longest, spans: 100 }), ({ length }) => length);

  expect(Array.from(splitTraceRequest(request, { bytes: 1, spans: 100 }), namesIn).map(({ length }) => length)).toEqual(
    new Array(9).fill(1),
  );
  expect(sizes.length).toBeLessThan(9);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(2 * longest + 20);
});

test('spans of an origin that is larger than a slice do not come one by one', () => {
  const resource = { attributes: attributes({ environment: 'x'.repeat(2_000) }) };
  const large = encodeJsonTraceRequest(
    jsonBody({ resourceSpans: [{ resource, scopeSpans: [{ spans: spansOf('a', 40) }] }] }),
  );

  const slices = Array.from(splitTraceRequest(large, { bytes: 500, spans: 100 }), namesIn);

  expect(slices.length).toBeLessThan(20);
  expect(slices.flat()).toEqual(namesIn(large));
});

test('a large origin is repeated in few slices, however small they and the spans are', () => {
  const resource = { attributes: attributes({ environment: 'x'.repeat(20_000) }) };
  const large = encodeJsonTraceRequest(
    jsonBody({ resourceSpans: [{ resource, scopeSpans: [{ spans: spansOf('a', 400) }] }] }),
  );

  const sizes = Array.from(splitTraceRequest(large, { bytes: 500, spans: 20 }), ({ length }) => length);
  const names = Array.from(splitTraceRequest(large, { bytes: 500, spans: 20 }), namesIn);

  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(5 * large.length);
  expect(names.flat()).toEqual(namesIn(large));
});

test('a request without spans has no slices', () => {
  expect([...splitTraceRequest(new Uint8Array(), { bytes: 100, spans: 1 })]).toEqual([]);
});

test('a body that is cut short is refused', () => {
  expect(() => [...splitTraceRequest(request.subarray(0, request.length - 1), { bytes: 100, spans: 1 })]).toThrow(
    expect.objectContaining({ code: 'MALFORMED_REQUEST' }),
  );
});
