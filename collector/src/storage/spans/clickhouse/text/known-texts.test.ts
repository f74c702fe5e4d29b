import { expect, test } from 'vitest';
import { KnownTexts } from './known-texts.ts';

const LONG = 'You answer questions about orders, politely and in a few words. '.repeat(4);

/** What is left of a text that stands between others, once it was asked for; it is known then. */
function unknownOf(known: KnownTexts, text: string, isJson = false, isPlain = true): string {
  const bytes = Buffer.from(`before ${text} behind`);
  const whole = { bytes, start: 7, end: 7 + Buffer.byteLength(text), isJson };
  const { from, to } = known.unknownPart(whole);
  if (from < to) known.add(whole, isPlain);
  return bytes.toString('utf8', from, Math.max(from, to));
}

test('a text is known when it comes once more, wherever it stands', () => {
  const known = new KnownTexts();
  expect(unknownOf(known, LONG)).toBe(LONG);
  expect(unknownOf(known, LONG)).toBe('');
});

test('of a text that goes on like an earlier one, what is new is left from its first whole word on', () => {
  const known = new KnownTexts();
  unknownOf(known, `${LONG}ask`);
  expect(unknownOf(known, `${LONG}asking for more`)).toBe('asking for more');
  expect(unknownOf(known, `${LONG}asking for less`)).toBe('less');
});

test('of a text that ends like an earlier one, what is new is left up to its last whole word', () => {
  const known = new KnownTexts();
  unknownOf(known, `one unknown, then ${LONG}`);
  expect(unknownOf(known, `two known, then ${LONG}`)).toBe('two known');
});

test('a word that is cut where two texts part, and one behind a backslash, are left as a whole', () => {
  const known = new KnownTexts();
  unknownOf(known, `x\\nfirst ${LONG}`, true);
  expect(unknownOf(known, `y\\nfirst ${LONG}`, true)).toBe('y\\nfirst');
  unknownOf(known, `${LONG}\\nwords`, true);
  expect(unknownOf(known, `${LONG}\\rwords`, true)).toBe('\\rwords');
});

test('a text that differs in one sign is left around that sign', () => {
  const known = new KnownTexts();
  for (let at = 0; at < LONG.length; at++) {
    unknownOf(known, LONG);
    const other = `${LONG.slice(0, at)}#${LONG.slice(at + 1)}`;
    expect(unknownOf(known, other)).toContain('#');
  }
});

test('a text that is read in another way is another text, and one of other letters is known as a whole only', () => {
  const known = new KnownTexts();
  unknownOf(known, LONG);
  expect(unknownOf(known, LONG, true)).toBe(LONG);
  const other = `${LONG}und Ärger`;
  unknownOf(known, other, false, false);
  expect(unknownOf(known, other)).toBe('');
  expect(unknownOf(known, `${other}, mehr`)).toBe(`${other}, mehr`);
});

test('a short text is not worth knowing', () => {
  const known = new KnownTexts();
  unknownOf(known, 'yes');
  expect(unknownOf(known, 'yes')).toBe('yes');
});
