import { expect, test } from 'vitest';
import { readTraceRequest } from './read-trace-request.ts';
import { scanJsonTraceRequest, scanJsonTraceRequestInPlace } from './scan-json-trace-request.ts';
import { oracleDecode } from './testing/oracle.ts';
import { plainFromOracle, plainFromOurs } from './testing/plain-request.ts';
import { randomJsonRequest, seededRandom } from './testing/random-request.ts';

function scan(text: string): Uint8Array | undefined {
  return scanJsonTraceRequest(new TextEncoder().encode(text));
}

function nameOf(json: string): string | undefined {
  const bytes = scan(`{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":${json}}]}]}]}`);
  return bytes && readTraceRequest(bytes).resourceSpans[0]!.scopeSpans[0]!.spans[0]!.name;
}

test('what scanning a request writes is well-formed for others too, white space or not', () => {
  let scanned = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const json = randomJsonRequest(seededRandom(seed));
    const bytes = scan(JSON.stringify(json, null, seed % 3));
    if (bytes === undefined) continue;
    scanned++;
    expect(plainFromOurs(readTraceRequest(bytes)), `seed ${seed}`).toEqual(plainFromOracle(oracleDecode(bytes)));
  }
  expect(scanned).toBeGreaterThan(0);
});

test('a request written over its own text is the same, and one that is left to others is as it was', () => {
  let written = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const bytes = new TextEncoder().encode(JSON.stringify(randomJsonRequest(seededRandom(seed))));
    const [before, apart] = [bytes.slice(), scanJsonTraceRequest(bytes.slice())];
    const inPlace = scanJsonTraceRequestInPlace(bytes);
    if (inPlace === undefined) expect(bytes, `seed ${seed}`).toEqual(before);
    else expect(inPlace.buffer, `seed ${seed}`).toBe(bytes.buffer);
    expect(inPlace && Buffer.from(inPlace), `seed ${seed}`).toEqual(apart && Buffer.from(apart));
    if (inPlace !== undefined) written++;
  }
  expect(written).toBeGreaterThan(0);
});

test.each([
  '{"resourceSpans":[{},{},{},{},{},{},{},{}]}',
  '{"resourceSpans":[{"scopeSpans":[{},{},{},{},{},{"spans":[{},{},{},{},{},{},{}]}]}]}',
  `{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[${'{},'.repeat(300)}{"key":"${'k'.repeat(70_000)}"}]}]}]}]}`,
  `{"resourceSpans":[{"scopeSpans":[{"spans":[{"events":[${'{"name":"e"},'.repeat(30_000)}{}]}]}]}]}`,
  `{"resourceSpans":[{"resource":{"attributes":[{"key":"a","value":{"arrayValue":{"values":[${'{},'.repeat(90_000)}{}]}}}]}}]}`,
  `{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"${'\\n'.repeat(20_000)}"},{"name":"${'n'.repeat(20_000)}"}]}]}]}`,
])('however little a text says for its length, what is written over it does not get ahead of it: %.90s', (text) => {
  const bytes = new TextEncoder().encode(text);
  const apart = scan(text);

  const inPlace = scanJsonTraceRequestInPlace(bytes);

  expect(inPlace?.buffer).toBe(bytes.buffer);
  expect(Buffer.compare(inPlace!, apart!)).toBe(0);
});

test.each([
  ['"plain"', 'plain'],
  ['""', ''],
  ['"say \\"hi\\" \\\\ \\/ \\b\\f\\n\\r\\t"', 'say "hi" \\ / \b\f\n\r\t'],
  ['"\\u0041\\u00e9\\u4E2D\\ud83d\\ude42"', 'Aé中🙂'],
  ['"é中🙂 unescaped, then \\n"', 'é中🙂 unescaped, then \n'],
  [`"${'long \\t'.repeat(5_000)}"`, 'long \t'.repeat(5_000)],
  ['null', ''],
])('the text %s is read without parsing', (json, expected) => {
  expect(nameOf(json)).toBe(expected);
});

test.each([
  '"half a character \\ud83d"',
  '"\\ude42 the other half"',
  '"\\ud83d\\u0041"',
  '"\\x"',
  '"\\u12g4"',
  '"open',
  '"a\nb"',
  '"open \\',
  '4',
])('the text %j is left to whoever parses', (json) => {
  expect(nameOf(json)).toBeUndefined();
});

test.each([
  ['an unknown field', '{"resourceSpans":[],"more":1}'],
  ['a field that is there twice', '{"resourceSpans":[],"resourceSpans":[]}'],
  ['an escape in a key', '{"resource\\u0053pans":[]}'],
  ['something behind the end', '{"resourceSpans":[]} {}'],
  ['a comma too many', '{"resourceSpans":[],}'],
  ['a byte order mark', '\ufeff{"resourceSpans":[]}'],
])('%s is left to whoever parses', (_what, json) => {
  expect(scan(json)).toBeUndefined();
});

test('a value that says two things is left to whoever parses', () => {
  const value = '{"stringValue":"1","intValue":1}';
  const attributes = `[{"key":"k","value":${value}}]`;

  expect(scan(`{"resourceSpans":[{"resource":{"attributes":${attributes}}}]}`)).toBeUndefined();
});

test('bytes that are no UTF-8 are left to whoever parses', () => {
  const body = Buffer.from('{"resourceSpans":[{"schemaUrl":"?"}]}');
  body[body.indexOf('?')] = 0xff;

  expect(scanJsonTraceRequest(body)).toBeUndefined();
});

test.each([
  ['0', 0],
  ['-1', -1],
  ['"-9223372036854775807"', '-9223372036854775807'],
  ['9223372036854775807', '9223372036854775807'],
  ['9007199254740991', 9_007_199_254_740_991],
  ['4294967296', 4_294_967_296],
])('the integer %s is read exactly', (json, expected) => {
  const attributes = `[{"key":"k","value":{"intValue":${json}}}]`;
  const bytes = scan(`{"resourceSpans":[{"resource":{"attributes":${attributes}}}]}`);

  expect(readTraceRequest(bytes!).resourceSpans[0]!.resource.attributes.get('k')).toBe(expected);
});

test.each([
  '9223372036854775808',
  '-9223372036854775808',
  '"1.0"',
  '1.5',
  '01',
  '1e3',
  '""',
  '" 1"',
  '"\n1"',
  '"1 "',
  '-',
  'true',
])('the integer %s is left to whoever parses', (json) => {
  const attributes = `[{"key":"k","value":{"intValue":${json}}}]`;

  expect(scan(`{"resourceSpans":[{"resource":{"attributes":${attributes}}}]}`)).toBeUndefined();
});

test.each([
  ['resources', '{"resourceSpans":[', 50_000, '50000 resources and scopes'],
  ['spans', '{"resourceSpans":[{"scopeSpans":[{"spans":[', 50_000, '50000 spans'],
  ['attributes', '{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[', 2_000_000, '2000000 attributes'],
])('a request of too many %s is refused before the rest of it is looked at', (_, begin, most, told) => {
  const many = (count: number, end: string) => Buffer.from(`${begin}${'{},'.repeat(count)}${end}`);

  expect(() => scanJsonTraceRequestInPlace(many(most, '{},no JSON'))).toThrow(
    expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE', message: expect.stringContaining(told) }),
  );
  expect(scanJsonTraceRequestInPlace(many(most - 1, 'no JSON'))).toBeUndefined();
});
