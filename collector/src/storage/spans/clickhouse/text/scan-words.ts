import { spanTexts, valueTexts } from '../../../../filter/span-texts.ts';
import { wordsOf } from '../../../../filter/words.ts';
import { ANY_VALUE, EVENT, KEY_VALUE, LIST, SPAN, STATUS } from '../../../../otlp/otlp-tags.ts';
import { decodeStored } from '../../subjects.ts';
import type { HashSet } from './hash-set.ts';
import { KnownTexts } from './known-texts.ts';
import { scanText } from './scan-text.ts';
import { hashOfBeginning, hashOfWord, PREFIX_LENGTH } from './word-hash.ts';

/**
 * Adds the hash of every word of a span, as `spanWords` finds them, and of its beginning. Some more than that may be
 * added, but none is left out: who searches looks at the texts themselves in the end. That lets it walk over the bytes
 * of ASCII as they were sent, which takes a tenth of the time that texts take to be decoded and taken apart.
 *
 * @param payload an OTLP protobuf `Span`
 * @param known texts whose words have been added already
 */
export function scanSpan(payload: Uint8Array, into: HashSet, known: KnownTexts = new KnownTexts()): void {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  if (new SpanScan(bytes, into, known).span()) return;
  // Values that are no plain texts, or bytes that are no span: as slowly as it is done for all who ask.
  for (const text of spanTexts(decodeStored(payload))) addWords(text, into);
}

function addWords(text: string, into: HashSet): void {
  for (const word of wordsOf(text)) {
    into.add(hashOfWord(word));
    if (word.length >= PREFIX_LENGTH) into.add(hashOfBeginning(hashOfWord(word.slice(0, PREFIX_LENGTH))));
  }
}

/** Integers of so many bytes on the wire may be larger than a number holds exactly: then they are told as texts. */
const LONG_VARINT = 8;
const BRACKET = 0x5b;
const BRACE = 0x7b;

/** Walks over the fields of one span. Each method says whether it has understood all that it came to. */
class SpanScan {
  readonly #bytes: Buffer;
  readonly #into: HashSet;
  readonly #known: KnownTexts;
  #at = 0;

  constructor(bytes: Buffer, into: HashSet, known: KnownTexts) {
    this.#bytes = bytes;
    this.#into = into;
    this.#known = known;
  }

  span(): boolean {
    return this.#fields(this.#bytes.length, (tag, end) => {
      if (tag === SPAN.attributes) return this.#keyValue(end);
      if (tag === SPAN.name) return this.#text(end, false);
      if (tag === SPAN.events) return this.#attributesOf(end, EVENT.attributes);
      return tag !== SPAN.status || this.#fields(end, (of, to) => of !== STATUS.message || this.#text(to, false));
    });
  }

  #attributesOf(end: number, wanted: number): boolean {
    return this.#fields(end, (tag, to) => tag !== wanted || this.#keyValue(to));
  }

  #keyValue(end: number, mayBeJson = true): boolean {
    return this.#fields(end, (tag, to) => tag !== KEY_VALUE.value || this.#anyValue(to, mayBeJson));
  }

  /** @param mayBeJson a text within a list or an object is taken as it stands */
  #anyValue(end: number, mayBeJson: boolean): boolean {
    const visit = (tag: number, to: number): boolean => {
      if (tag === ANY_VALUE.stringValue) return this.#text(to, mayBeJson);
      const isList = tag === ANY_VALUE.arrayValue;
      if (!isList && tag !== ANY_VALUE.kvlistValue) return false;
      return this.#fields(to, (of, until) => {
        if (of !== LIST.values) return true;
        return isList ? this.#anyValue(until, false) : this.#keyValue(until, false);
      });
    };
    return this.#fields(end, visit, true);
  }

  #text(end: number, mayBeJson: boolean): boolean {
    const first = this.#bytes[this.#at];
    const isJson = mayBeJson && (first === BRACKET || first === BRACE);
    const whole = { bytes: this.#bytes, start: this.#at, end, isJson };
    const { from, to } = this.#known.unknownPart(whole);
    if (from >= to) return true;
    const isPlain = scanText(this.#bytes, from, to, isJson, this.#into);
    this.#known.add(whole, isPlain);
    if (isPlain) return true;
    const text = this.#bytes.toString('utf8', this.#at, end);
    for (const each of isJson ? valueTexts(text) : [text]) addWords(each, this.#into);
    return true;
  }

  /**
   * Shows every field that has a length, and passes over it.
   *
   * @param isValue whether single numbers among the others may be told as texts
   */
  #fields(end: number, visit: (tag: number, end: number) => boolean, isValue = false): boolean {
    while (this.#at < end) {
      const tag = this.#varint();
      const type = tag & 7;
      if (type === 2) {
        const length = this.#varint();
        const to = this.#at + length;
        if (to > end || !visit(tag, to)) return false;
        this.#at = to;
      } else if (type === 0) {
        const from = this.#at;
        this.#varint();
        if (isValue && this.#at - from >= LONG_VARINT) return false;
      } else if (type === 1 || type === 5) {
        // Of doubles, infinities and what is no number have names.
        const high = this.#bytes[this.#at + 7] ?? 0;
        if (isValue && (high & 0x7f) === 0x7f && this.#bytes[this.#at + 6]! >= 0xf0) return false;
        this.#at += type === 1 ? 8 : 4;
      } else return false;
    }
    return this.#at === end;
  }

  /** Of more than 32 bits only the end is of use. */
  #varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) return 0;
      if (shift < 28) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
}
