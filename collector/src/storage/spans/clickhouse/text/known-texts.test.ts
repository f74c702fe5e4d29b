import { expect, test } from 'vitest';
import { KnownTexts } from './known-texts.ts';

const LONG = 'You answer questions about orders, politely and in a few words. '.repeat(4);

function meets(known: KnownTexts, text: string, mayBeJson = true): boolean {
  const bytes = Buffer.from(`before ${text} behind`);
  return known.has(bytes, 7, 7 + Buffer.byteLength(text), mayBeJson);
}

test('a text is known when it comes once more, wherever it stands', () => {
  const known = new KnownTexts();
  expect(meets(known, LONG)).toBe(false);
  expect(meets(known, LONG)).toBe(true);
});

test('a text that differs in one sign, or is read in another way, is another text', () => {
  const known = new KnownTexts();
  meets(known, LONG);
  for (let at = 0; at < LONG.length; at++) {
    meets(known, LONG);
    expect(meets(known, `${LONG.slice(0, at)}#${LONG.slice(at + 1)}`)).toBe(false);
  }
  meets(known, LONG);
  expect(meets(known, LONG, false)).toBe(false);
});

test('a short text is not worth knowing', () => {
  const known = new KnownTexts();
  meets(known, 'yes');
  expect(meets(known, 'yes')).toBe(false);
});
