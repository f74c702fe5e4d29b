import type { RedactionPreset } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { PRESETS } from './presets.ts';

/** The parts of a text that a preset finds. */
function found(preset: RedactionPreset, text: string): readonly string[] {
  const { mayMatch, find } = PRESETS[preset];
  const parts = (find(text) ?? []).map(([start, end]) => text.slice(start, end));
  // What is passed over is never looked at.
  if (parts.length > 0) expect(mayMatch(text)).toBe(true);
  return parts;
}

test.each([
  ['write to anna.smith+x@mail.example.co.uk, or b@c.de.', ['anna.smith+x@mail.example.co.uk', 'b@c.de']],
  ['<a@b.org>;c@d.org', ['a@b.org', 'c@d.org']],
  ['@anna, me@home and a@@b.c', []],
  ['jürgen@münchen.de und иван@пример.рф', ['jürgen@münchen.de', 'иван@пример.рф']],
  ['请联系ann@example.com获取', ['ann@example.com']],
])('e-mail addresses in %j', (text, expected) => {
  expect(found('email', text)).toEqual(expected);
});

test.each([
  ['pay with 4111 1111 1111 1111 or 5500-0000-0000-0004', ['4111 1111 1111 1111', '5500-0000-0000-0004']],
  ['amex 378282246310005.', ['378282246310005']],
  ['wrong by one: 4111111111111112', []],
  ['a time 1790000000000000000 and an id a4111111111111111', []],
])('cards in %j', (text, expected) => {
  expect(found('card', text)).toEqual(expected);
});

test.each([
  ['to DE89 3704 0044 0532 0130 00, please', ['DE89 3704 0044 0532 0130 00']],
  ['GB29NWBK60161331926819', ['GB29NWBK60161331926819']],
  ['GB29NWBK60161331926818 and AB12CDEF', []],
])('account numbers in %j', (text, expected) => {
  expect(found('iban', text)).toEqual(expected);
});

test('keys of services, tokens and private keys', () => {
  const key = `sk-${'a1'.repeat(12)}`;
  const jwt = `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`;
  const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----';
  expect(found('secret', `use ${key} or AKIAIOSFODNN7EXAMPLE, ${jwt} and ${pem}.`)).toEqual([
    ...[key, 'AKIAIOSFODNN7EXAMPLE', jwt, pem],
  ]);
  const long = jwt.replace('bb', 'b'.repeat(20_000));
  expect(found('secret', `token-${long}, eyJhbGciOiJub25lIn0 and eyJ.eyJ.eyJ`)).toEqual([long]);
  expect(found('secret', 'x -----BEGIN PRIVATE KEY-----\nMIIB')).toEqual(['-----BEGIN PRIVATE KEY-----\nMIIB']);
  expect(found('secret', 'a risk-free task, -----BEGIN CERTIFICATE----- and bearer bonds')).toEqual([]);
});

test.each([
  ['email', 100_000],
  ['card', 0],
  ['iban', 1],
  ['secret', 90],
] as const)('%s comes back from texts that a pattern could lose itself in', (preset, expected) => {
  const texts = {
    email: ['a'.repeat(200_000), 'a@b.c;'.repeat(100_000)],
    card: ['4'.repeat(200_000), '4111 '.repeat(40_000)],
    iban: ['DE89 3704 '.repeat(20_000), 'DE89370400440532013000'],
    secret: ['sk-'.repeat(60_000), '-----BEGIN '.repeat(18_000), 'eyJabcdefghijk-'.repeat(200_000)],
  };
  const count = texts[preset].reduce((sum, text) => sum + found(preset, text).length, 0);
  expect(count).toBe(expected);
});
