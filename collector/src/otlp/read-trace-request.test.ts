import { expect, test } from 'vitest';
import { attributeRecord } from './attributes.ts';
import { readTraceRequest } from './read-trace-request.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

/** Bytes written as hex digits, blanks aside. */
function bytes(hex: string): Uint8Array {
  return Buffer.from(hex.replaceAll(' ', ''), 'hex');
}

/** A message that is the one field `tag` with these bytes. */
function wrapped(tag: number, content: Uint8Array): Uint8Array {
  const writer = new WireWriter(content.byteLength + 16);
  writer.bytes(tag, content);
  return writer.finish();
}

/** A request with one span of these bytes. */
function requestOf(span: Uint8Array): Uint8Array {
  return [18, 18, 10].reduce((content, tag) => wrapped(tag, content), span);
}

function readSpan(hex: string) {
  return readTraceRequest(requestOf(bytes(hex))).resourceSpans[0]?.scopeSpans[0]?.spans[0];
}

test('an empty body is an empty request', () => {
  expect(readTraceRequest(new Uint8Array(0)).resourceSpans).toEqual([]);
});

test('a span without any field has empty texts and zeros', () => {
  expect(readSpan('')).toMatchObject({ traceId: '', name: '', kind: 0, startNs: 0n, statusCode: 0, events: [] });
});

test('the payload of a span is the very bytes that were sent, unknown fields included', () => {
  const sent = '2a 01 61 a2 06 03 01 02 03';

  expect(Buffer.from(readSpan(sent)?.payload ?? []).toString('hex')).toBe(sent.replaceAll(' ', ''));
});

test('invalid UTF-8 reads as U+FFFD', () => {
  expect(readSpan('2a 02 61 ff')?.name).toBe('a\ufffd');
});

test('a padded length is a length all the same', () => {
  expect(readSpan('2a 81 80 00 61')?.name).toBe('a');
});

test('of a field sent twice the last one stands, of an attribute the first', () => {
  const span = readSpan('2a 01 61 2a 01 62 4a 08 0a 01 6b 12 03 0a 01 31 4a 08 0a 01 6b 12 03 0a 01 32');

  expect(span?.name).toBe('b');
  expect(attributeRecord(span!.attributes)).toEqual({ k: '1' });
});

test.each([
  ['a text longer than what is left', '2a 05 61', 'a field of 5 bytes'],
  ['a time cut short', '39 01 02', 'cut short'],
  ['a number that never ends', '30 ff ff ff ff ff ff ff ff ff ff ff', 'more than 10 bytes'],
  ['a length of more than 32 bits', '2a ff ff ff ff 7f', 'more than 32 bits'],
  ['a group', '4b 4c', 'a group'],
  ['an unknown group', 'a3 06 a4 06', 'a group'],
  ['wire type 6', '4e', 'wire type 6'],
  ['wire type 7', '4f', 'wire type 7'],
  ['field number 0', '02 01 61', 'field number 0'],
  ['a name as a number', '28 01', 'field 5 has wire type 0'],
  ['an attribute whose value is cut', '4a 07 0a 01 6b 12 02 0a 01', 'a field of 1 bytes'],
  ['an attribute whose value reaches beyond it', '4a 05 0a 01 6b 12 09', 'a field of 9 bytes'],
])('%s is refused', (_name, hex, message) => {
  expect(() => readSpan(hex)).toThrow(message);
});

test('a value nested too deep is refused, and costs no stack', () => {
  let value: Uint8Array = new Uint8Array(0);
  for (let depth = 0; depth < 5_000; depth++) value = wrapped(42, wrapped(10, value));
  const body = requestOf(wrapped(74, wrapped(18, value)));

  expect(() => readTraceRequest(body)).toThrow('nested deeper than 64');
});

test.each([0n, 1n, -1n, 127n, 128n, 2n ** 53n, -(2n ** 63n), 2n ** 63n - 1n, -(2n ** 53n) - 1n])(
  'the integer %s is read as it was written',
  (value) => {
    const writer = new WireWriter(16);
    writer.varint64(value);

    expect(BigInt(new WireReader(writer.finish()).int64())).toBe(value);
  },
);
