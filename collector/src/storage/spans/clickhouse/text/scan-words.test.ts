import { expect, test } from 'vitest';
import { spanWords } from '../../../../filter/span-texts.ts';
import { encodeSpan } from '../../../../otlp/encode-span.ts';
import { decodeSpan } from '../../../../otlp/read-span.ts';
import { WireWriter } from '../../../../otlp/wire-writer.ts';
import { sentSpan } from '../../contract/sent-span.ts';
import { RandomChoice } from '../testing/random-choice.ts';
import { HashSet } from './hash-set.ts';
import { WordScanner } from './scan-words.ts';
import { hashOfBeginning, hashOfWord, PREFIX_LENGTH } from './word-hash.ts';

const TEXTS = process.env.TRACEWRIGHT_THOROUGH === undefined ? 250 : 1_000;

function hashesOf(payload: Uint8Array): ReadonlySet<number> {
  const found = new HashSet();
  new WordScanner(found).scan(payload);
  return new Set(found.values());
}

/** Words of the span that were not found, neither they nor their beginnings. @param hashes what was found */
function missed(payload: Uint8Array, hashes: ReadonlySet<number> = hashesOf(payload)): readonly string[] {
  return spanWords(decodeSpan(payload))
    .flat()
    .filter((word) => {
      const beginning = hashOfBeginning(hashOfWord(word.slice(0, PREFIX_LENGTH)));
      return !hashes.has(hashOfWord(word) | 0) || (word.length >= PREFIX_LENGTH && !hashes.has(beginning));
    });
}

test.each([
  ['plain text', 'Where is my REFUND, order_17?'],
  ['text that only looks like JSON', '[not json \\nhello \\tworld'],
  ['JSON that was cut', '{"a":"one\\nhello two\\\\nthree","b":"it\\"s cu'],
  ['JSON with escaped signs', JSON.stringify({ text: 'a\nb "c" d\\e\tf/g' })],
  ['JSON within JSON', JSON.stringify({ args: JSON.stringify({ query: 'late\nparcels "now"' }) })],
  ['signs by their numbers', '{"a":"re\\u0066und \\u00e4rger"}'],
  ['letters of other scripts', 'Ärger, 返金はどこ, ΣΟΦΌΣ ﬁne ｒｅｆｕｎｄ K'],
  ['data', `see ${'QUJD'.repeat(60)}/+x after ${'a'.repeat(199)} and\\n`],
  ['a word at either end', 'word'],
  ['nothing', ''],
])('no word is missed of %s', (_, text) => {
  expect(missed(sentSpan(`step ${text}`, { text }))).toEqual([]);
});

test('no word is missed of texts of any signs', () => {
  const signs = [
    'a',
    'N',
    'n',
    '9',
    '_',
    ' ',
    '\\',
    '"',
    '\n',
    '/',
    '+',
    '{',
    '[',
    ']',
    '}',
    ':',
    ',',
    'é',
    '会',
    '\\u0041',
    'x'.repeat(199),
  ];
  const choice = new RandomChoice(5);
  for (let round = 0; round < TEXTS; round++) {
    const text = choice.some(choice.below(14), () => choice.of(signs)).join('');
    const value = choice.of([text, JSON.stringify([text]), JSON.stringify({ text }).slice(0, -2), `{${text}`]);
    expect(missed(sentSpan('', { value })), value).toEqual([]);
  }
});

test('no word is missed of texts that begin or end like earlier ones', () => {
  const pieces = [
    'some words, ',
    'and\\n',
    'more-',
    'é',
    '"',
    'x'.repeat(70),
    'a'.repeat(150),
    ' ',
    '/b+c',
    '\\\\',
    '{',
    '.',
  ];
  const choice = new RandomChoice(7);
  const some = (): string => choice.some(choice.below(6), () => choice.of(pieces)).join('');
  for (let round = 0; round < 100; round++) {
    const found = new HashSet();
    const [before, behind] = [some().repeat(3), some().repeat(3)];
    const isJson = choice.below(2) === 0;
    const spans = Array.from({ length: 8 }, () => {
      const text = `${before}${some()}${behind}`;
      return sentSpan('', { value: isJson ? JSON.stringify({ text }) : text });
    });
    const scanner = new WordScanner(found);
    for (const span of spans) scanner.scan(span);
    const hashes = new Set(found.values());
    for (const span of spans) expect(missed(span, hashes)).toEqual([]);
  }
});

test('no word is missed of values that are no texts', () => {
  const kinds: readonly object[] = [
    { intValue: '9007199254740993' },
    { doubleValue: 'NaN' },
    { doubleValue: '-Infinity' },
    { bytesValue: Buffer.from('some bytes').toString('base64') },
    { arrayValue: { values: [{ stringValue: 'one two' }, { stringValue: '{"three":"four\\nfive"}' }] } },
    { kvlistValue: { values: [{ key: 'six', value: { stringValue: 'seven' } }] } },
    { boolValue: true },
    { intValue: 17 },
    { doubleValue: 0.5 },
  ];
  for (const value of kinds) {
    const writer = new WireWriter(256);
    const attributes = [
      { key: 'a', value },
      { key: 'b', value: { stringValue: 'eight' } },
    ];
    encodeSpan(writer, { name: 'nine', attributes, status: { message: 'ten' }, events: [{ name: 'x', attributes }] });
    expect(missed(new Uint8Array(writer.finish())), JSON.stringify(value)).toEqual([]);
  }
});

test('a span is told apart that may say that something of it was cut off, and one that is not understood may, too', () => {
  const scanner = new WordScanner(new HashSet());
  expect(scanner.scan(sentSpan('step', { 'tracewright.truncated': 'input' }))).toBe(true);
  expect(scanner.scan(sentSpan('step', { 'tracewright.truncatex': 'tracewright.truncated' }))).toBe(false);
  expect(scanner.scan(new Uint8Array([1, 2, 3]))).toBe(true);
});

test('what is no span has no words', () => {
  expect(hashesOf(new Uint8Array([1, 2, 3])).size).toBe(0);
});

test('data in letters takes no room among the words', () => {
  const text = Array.from({ length: 400 }, (_, index) => `${index}/`).join('');
  expect(hashesOf(sentSpan('', { text })).size).toBe(0);
  expect(hashesOf(sentSpan('', { text: `${text.slice(0, 100)} end` })).size).toBeGreaterThan(10);
});

test('a set of numbers keeps each once, 0 and many among them', () => {
  const set = new HashSet();
  for (let round = 0; round < 2; round++) for (let number = 0; number < 5_000; number++) set.add(number);
  expect(set.size).toBe(5_000);
  expect([...set.values()].sort((a, b) => a - b)).toEqual(Array.from({ length: 5_000 }, (_, number) => number));
  for (const last of [0, 3]) {
    set.clear();
    expect([set.size, ...set.values()]).toEqual([0]);
    set.add(last);
    expect([...set.values()]).toEqual([last]);
  }
});
