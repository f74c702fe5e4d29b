import { TRACEWRIGHT } from '@tracewright/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attributeValues } from '../../../../filter/field-values.ts';
import { spanTexts } from '../../../../filter/span-texts.ts';
import { wordsOf } from '../../../../filter/words.ts';
import { droppedCount } from '../../../../otlp/dropped-count.ts';
import { encodedSpan } from '../../contract/sent-span.ts';
import { decodeStored } from '../../subjects.ts';
import { DROPPED_TERM, hasTerm, keyTerm, pairTerm } from './attribute-terms.ts';
import { ChunkBytes } from './chunk-bytes.ts';
import { SpanTerms } from './span-terms.ts';
import { termOf } from './term-blocks.ts';
import { TermPlaces } from './term-places.ts';

/** What the index has of payloads, each a trace of its own. */
function indexed(payloads: readonly Uint8Array[]): { readonly terms: readonly string[][]; readonly truncated: number } {
  const length = payloads.reduce((sum, payload) => sum + payload.length, 0);
  const chunk = new ChunkBytes(new ArrayBuffer(2 * length), length);
  const places = new TermPlaces();
  const spans = new SpanTerms(places);
  spans.open(chunk);
  let start = 0;
  let truncated = 0;
  for (const payload of payloads) {
    chunk.bytes.set(payload, start);
    places.nextTrace();
    const { isWhole, isTruncated } = spans.add(start, start + payload.length);
    expect(isWhole).toBe(true);
    if (isTruncated) truncated++;
    start += payload.length;
  }
  const { terms, order, places: all, from } = places.ordered();
  const ofTraces: string[][] = payloads.map(() => []);
  for (const term of order) {
    const text = Buffer.from(terms.bytes.slice(terms.startOf(term), terms.endOf(term))).toString();
    for (const place of all.subarray(from[term], from[term + 1])) ofTraces[place]!.push(text);
  }
  return { terms: ofTraces.map((each) => each.sort()), truncated };
}

/** What a search that reads the span itself finds in it. */
function said(payload: Uint8Array): readonly string[] {
  const terms = new Set<string>();
  const sent = decodeStored(payload);
  const texts = spanTexts(sent, (key, value) => {
    const values = attributeValues(value);
    if (values.length > 0) terms.add(keyTerm(key));
    for (const each of values) if (hasTerm(each)) terms.add(pairTerm(key, each));
  });
  for (const text of texts) for (const word of wordsOf(text)) terms.add(termOf(word));
  if (sent !== undefined && droppedCount(sent.payload) > 0) terms.add(DROPPED_TERM);
  return [...terms].map((term) => Buffer.from(term).toString()).sort();
}

const piece = fc.constantFrom(
  ...['a', 'Ab', 'x1', '_', 'K\u212a', 'naïve', 'e\u0301', '=\u0338', '<', '>', '-\u0301', 'ß', 'ΣΑΣ', '返金', '𠮷'],
  ...[' ', '\n', '.', ',', '/', '+', '\u0000', '\u00a0', '"', '\\', '\u00b4', 'ﬁ', 'İ', '😀', 'é'.repeat(7), '\ufffd'],
  ...['x'.repeat(31), 'Y'.repeat(40), 'QmFz'.repeat(49), 'QmFz/+'.repeat(34), 'z'.repeat(199), 'z'.repeat(200)],
);
const text = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(text, fc.constantFrom(1, -0.5, 1e21, true, null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(text, fc.constant('__proto__')), tie('value'), { maxKeys: 4 }),
  ),
})).value;
/** As Python writes it, too. */
const escaped = (written: string): string =>
  written.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const jsonText = fc
  .record({ value: json, isEscaped: fc.boolean(), isSpaced: fc.boolean(), cutAt: fc.option(fc.nat(60)) })
  .map(({ value, isEscaped, isSpaced, cutAt }) => {
    const written = JSON.stringify([value], null, isSpaced ? 1 : 0).replaceAll('/', isEscaped ? '\\/' : '/');
    return (isEscaped ? escaped(written) : written).slice(0, cutAt ?? undefined);
  });
const oddJson = fc.constantFrom(
  '{"a":"one","a":"two"}',
  '{"a":"one","\\u0061":"two"}',
  '["\\ud83d\\ude00 x \\ud83d y \\udc00\\ud83d z"]',
  '["a"] b',
  '[01]',
  '[1.]',
  '["\t"]',
  '["\\x"]',
  '[tru]',
  '[-]',
  '[1e5, -0, 1.5E-3 , "w"]',
  '{"a" "b"}',
  '[,"a"]',
  `${'['.repeat(30)}"deep"${']'.repeat(30)}`,
  `${'['.repeat(24)}"just"${']'.repeat(24)}`,
  `{${Array.from({ length: 200 }, (_, key) => `"k${key}":"v${key}"`).join()}}`,
);
const number = fc.constantFrom(0, 1, 443, -1, 2 ** 40, 2 ** 52, -(2 ** 40), '9223372036854775807');
const value = fc.oneof(
  fc.record({ stringValue: fc.oneof(text, jsonText, oddJson) }),
  fc.record({ intValue: number }),
  fc.record({ doubleValue: fc.constantFrom(0, -0, 0.1, 1e300, 'NaN', 'Infinity') }),
  fc.record({ boolValue: fc.boolean() }),
  fc.record({ bytesValue: fc.constant('SGVsbG8gd29ybGQ=') }),
  fc.record({ arrayValue: fc.record({ values: fc.array(fc.record({ stringValue: text }), { maxLength: 3 }) }) }),
  fc.constant({}),
);
const key = fc.constantFrom(
  ...[
    'a',
    'gen_ai.prompt',
    'größe',
    '',
    'k'.repeat(31),
    'k'.repeat(40),
    'k'.repeat(65),
    'a\u0000b',
    TRACEWRIGHT.truncated,
  ],
);
const attributes = fc.array(fc.record({ key, value }), { maxLength: 6 });
const span = fc.record(
  {
    name: text,
    kind: fc.constant(3),
    startTimeUnixNano: fc.constant('1767225600000000000'),
    attributes,
    events: fc.array(fc.record({ name: text, attributes, droppedAttributesCount: fc.constantFrom(0, 2) }), {
      maxLength: 2,
    }),
    links: fc.array(fc.record({ traceId: fc.constant('01'.repeat(16)), attributes }), { maxLength: 1 }),
    status: fc.record({ code: fc.constant(2), message: text }, { requiredKeys: [] }),
    droppedAttributesCount: fc.constantFrom(0, 3),
  },
  { requiredKeys: [] },
);

test('what is kept of spans is what a search finds that reads them', () => {
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 5 }), (spans) => {
      const payloads = spans.map(encodedSpan);
      const { terms, truncated } = indexed(payloads);
      expect(terms).toEqual(payloads.map(said));
      const cut = payloads.filter(
        (payload) => decodeStored(payload)?.attributes.get(TRACEWRIGHT.truncated) !== undefined,
      );
      expect(truncated).toBe(cut.length);
    }),
    { numRuns: Number(process.env.TRACEWRIGHT_FUZZ ?? 60) },
  );
});

test('of damaged payloads, too, and of spans beside them', () => {
  const byte = fc.record({ at: fc.nat(), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(fc.tuple(span, fc.array(byte, { maxLength: 2 })), { minLength: 1, maxLength: 4 }), (spans) => {
      const payloads = spans.map(([sent, damage]) => {
        const payload = encodedSpan(sent);
        for (const { at, byte } of damage) if (payload.length > 0) payload[at % payload.length] = byte;
        return payload;
      });
      expect(indexed(payloads).terms).toEqual(payloads.map(said));
    }),
    { numRuns: Number(process.env.TRACEWRIGHT_FUZZ ?? 60) },
  );
});
