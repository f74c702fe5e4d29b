import { expect, test } from 'vitest';
import { KnownTexts } from './known-texts.ts';

const LONG = 'You answer questions about orders, politely and in a few words. '.repeat(4);

/** Texts that stand behind each other, between others, as they are looked for. */
class Texts {
  readonly #known = new KnownTexts();
  readonly #bytes = Buffer.alloc(1_000_000);
  readonly #view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.length);
  #length = 0;

  /** What is left of a text once it was asked for; it is known then. */
  unknownOf(text: string, isJson = false, isPlain = true): string {
    const start = this.#length + this.#bytes.write('before ', this.#length);
    const end = start + this.#bytes.write(text, start);
    this.#length = end + this.#bytes.write(' behind', end);
    this.#known.find(this.#bytes, this.#view, start, end, isJson);
    const { from, to } = this.#known;
    if (from < to) this.#known.add(this.#bytes, start, end, isJson, isPlain);
    return this.#bytes.toString('utf8', from, Math.max(from, to));
  }

  forget(): void {
    this.#known.clear();
    this.#length = 0;
  }
}

test('a text is known when it comes once more, wherever it stands', () => {
  const texts = new Texts();
  expect(texts.unknownOf(LONG)).toBe(LONG);
  expect(texts.unknownOf(LONG)).toBe('');
});

test('what was known is forgotten before other texts take its place', () => {
  const texts = new Texts();
  texts.unknownOf(LONG);
  texts.forget();
  expect(texts.unknownOf(LONG)).toBe(LONG);
});

test('of a text that goes on like an earlier one, what is new is left from its first whole word on', () => {
  const texts = new Texts();
  texts.unknownOf(`${LONG}ask`);
  expect(texts.unknownOf(`${LONG}asking for more`)).toBe('asking for more');
  expect(texts.unknownOf(`${LONG}asking for less`)).toBe('less');
});

test('of a text that ends like an earlier one, what is new is left up to its last whole word', () => {
  const texts = new Texts();
  texts.unknownOf(`one unknown, then ${LONG}`);
  expect(texts.unknownOf(`two known, then ${LONG}`)).toBe('two known');
});

test('a word that is cut where two texts part, and one behind a backslash, are left as a whole', () => {
  const texts = new Texts();
  texts.unknownOf(`x\\nfirst ${LONG}`, true);
  expect(texts.unknownOf(`y\\nfirst ${LONG}`, true)).toBe('y\\nfirst');
  texts.unknownOf(`${LONG}\\nwords`, true);
  expect(texts.unknownOf(`${LONG}\\rwords`, true)).toBe('\\rwords');
});

test('a text that differs in one sign is left around that sign', () => {
  const texts = new Texts();
  for (let at = 0; at < LONG.length; at++) {
    texts.unknownOf(LONG);
    const other = `${LONG.slice(0, at)}#${LONG.slice(at + 1)}`;
    expect(texts.unknownOf(other)).toContain('#');
  }
});

test('a text that is read in another way is another text, and one of other letters is known as a whole only', () => {
  const texts = new Texts();
  texts.unknownOf(LONG);
  expect(texts.unknownOf(LONG, true)).toBe(LONG);
  const other = `${LONG}und Ärger`;
  texts.unknownOf(other, false, false);
  expect(texts.unknownOf(other)).toBe('');
  expect(texts.unknownOf(`${other}, mehr`)).toBe(`${other}, mehr`);
});

test('a short text is not worth knowing', () => {
  const texts = new Texts();
  texts.unknownOf('yes');
  expect(texts.unknownOf('yes')).toBe('yes');
});
