import { TRACEWRIGHT } from '@tracewright/schema';
import { spanTexts, valueTexts } from '../../../../filter/span-texts.ts';
import { wordsOf } from '../../../../filter/words.ts';
import { ANY_VALUE, EVENT, KEY_VALUE, LIST, SPAN, STATUS } from '../../../../otlp/otlp-tags.ts';
import { decodeStored } from '../../subjects.ts';
import type { HashSet } from './hash-set.ts';
import { KnownTexts } from './known-texts.ts';
import { mostHashes, scanText } from './scan-text.ts';
import { hashOfBeginning, hashOfWord, PREFIX_LENGTH } from './word-hash.ts';

const FIRST_BYTES = 64 * 1024;
/** Of more, the memory is given back. */
const MAX_KEPT_BYTES = 4 * 1024 * 1024;
/** Integers of so many bytes on the wire may be larger than a number holds exactly: then they are told as texts. */
const LONG_VARINT = 8;
const BRACKET = 0x5b;
const BRACE = 0x7b;
const TRUNCATED = Buffer.from(TRACEWRIGHT.truncated);

/**
 * Finds the words of spans as they were sent. It walks over the bytes of ASCII themselves, which takes a tenth of the time
 * that texts take to be decoded and taken apart, and passes over texts that it has come by.
 */
export class WordScanner {
  readonly #into: HashSet;
  readonly #known = new KnownTexts();
  /** Spans behind each other, so that what was scanned is where it was. */
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #view = viewOf(this.#bytes);
  #length = 0;
  #at = 0;
  #found = new Int32Array(mostHashes(FIRST_BYTES));
  #mayBeTruncated = false;

  /** @param into is given the hashes; to be cleared together with this */
  constructor(into: HashSet) {
    this.#into = into;
  }

  /**
   * Adds the hash of every word of a span, as `spanWords` finds them, and of its beginning. Some more than that may be
   * added, but none is left out: who searches looks at the texts themselves in the end.
   *
   * @param payload an OTLP protobuf `Span`
   * @returns whether it may say that a part of it was cut off
   */
  scan(payload: Uint8Array): boolean {
    this.#reserve(payload.length);
    this.#bytes.set(payload, this.#length);
    this.#at = this.#length;
    this.#length += payload.length;
    this.#mayBeTruncated = false;
    if (this.#span(this.#length)) return this.#mayBeTruncated;
    // Values that are no plain texts, or bytes that are no span: as slowly as it is done for all who ask.
    for (const text of spanTexts(decodeStored(payload))) this.#addWords(text);
    return true;
  }

  /** Forgets what has been scanned. */
  clear(): void {
    this.#known.clear();
    this.#length = 0;
    if (this.#bytes.length <= MAX_KEPT_BYTES) return;
    this.#bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
    this.#view = viewOf(this.#bytes);
    this.#found = new Int32Array(mostHashes(FIRST_BYTES));
  }

  /** Each method says whether it has understood all that it came to. */
  #span(end: number): boolean {
    while (this.#at < end) {
      const tag = this.#varint();
      const to = this.#endOfField(tag, end, false);
      if (to < 0) return false;
      if (tag === SPAN.attributes) {
        if (!this.#keyValue(to, true)) return false;
      } else if (tag === SPAN.events) {
        if (!this.#within(to, EVENT.attributes)) return false;
      } else if (tag === SPAN.status) {
        if (!this.#within(to, STATUS.message)) return false;
      } else if (tag === SPAN.name) this.#text(to, false);
      this.#at = to;
    }
    return this.#at === end;
  }

  /** The one field that is wanted of an event, or of a status. */
  #within(end: number, wanted: number): boolean {
    while (this.#at < end) {
      const tag = this.#varint();
      const to = this.#endOfField(tag, end, false);
      if (to < 0) return false;
      if (tag === wanted) {
        if (wanted === STATUS.message) this.#text(to, false);
        else if (!this.#keyValue(to, true)) return false;
      }
      this.#at = to;
    }
    return this.#at === end;
  }

  /** @param mayBeJson a text within a list or an object is taken as it stands */
  #keyValue(end: number, mayBeJson: boolean): boolean {
    while (this.#at < end) {
      const tag = this.#varint();
      const to = this.#endOfField(tag, end, false);
      if (to < 0) return false;
      if (tag === KEY_VALUE.value) {
        if (!this.#anyValue(to, mayBeJson)) return false;
      } else if (tag === KEY_VALUE.key && to - this.#at === TRUNCATED.length) this.#key(to);
      this.#at = to;
    }
    return this.#at === end;
  }

  #anyValue(end: number, mayBeJson: boolean): boolean {
    while (this.#at < end) {
      const tag = this.#varint();
      const to = this.#endOfField(tag, end, true);
      if (to < 0) return false;
      if (tag === ANY_VALUE.stringValue) this.#text(to, mayBeJson);
      else if (tag === ANY_VALUE.arrayValue || tag === ANY_VALUE.kvlistValue) {
        if (!this.#values(to, tag)) return false;
      } else if ((tag & 7) === 2) return false;
      this.#at = to;
    }
    return this.#at === end;
  }

  #values(end: number, of: number): boolean {
    while (this.#at < end) {
      const tag = this.#varint();
      const to = this.#endOfField(tag, end, false);
      if (to < 0) return false;
      if (tag === LIST.values) {
        const isRead = of === ANY_VALUE.arrayValue ? this.#anyValue(to, false) : this.#keyValue(to, false);
        if (!isRead) return false;
      }
      this.#at = to;
    }
    return this.#at === end;
  }

  /** From its end, in which most of this length differ at once. */
  #key(end: number): void {
    let at = end;
    while (at > this.#at && this.#bytes[at - 1] === TRUNCATED[at - 1 - this.#at]) at--;
    if (at === this.#at) this.#mayBeTruncated = true;
  }

  #text(end: number, mayBeJson: boolean): void {
    const bytes = this.#bytes;
    const start = this.#at;
    const isJson = mayBeJson && (bytes[start] === BRACKET || bytes[start] === BRACE);
    const known = this.#known;
    known.find(bytes, this.#view, start, end, isJson);
    const { from, to } = known;
    if (from >= to) return;
    // The text ends at a gap, whatever follows it there.
    const behind = bytes[to]!;
    bytes[to] = 0;
    const count = scanText(bytes, from, to, isJson, this.#found);
    bytes[to] = behind;
    known.add(bytes, start, end, isJson, count >= 0);
    if (count >= 0) this.#into.addAll(this.#found, count);
    else for (const text of textsOf(bytes.toString('utf8', start, end), isJson)) this.#addWords(text);
  }

  #addWords(text: string): void {
    for (const word of wordsOf(text)) {
      this.#into.add(hashOfWord(word));
      if (word.length >= PREFIX_LENGTH) this.#into.add(hashOfBeginning(hashOfWord(word.slice(0, PREFIX_LENGTH))));
    }
  }

  /**
   * Where the field ends whose tag has been read; -1 where it is none. What has no length is passed over.
   *
   * @param isValue whether single numbers among the others may be told as texts: they are not understood
   */
  #endOfField(tag: number, end: number, isValue: boolean): number {
    const type = tag & 7;
    if (type === 2) {
      const length = this.#varint();
      return this.#at + length > end ? -1 : this.#at + length;
    }
    const from = this.#at;
    if (type === 0) {
      this.#varint();
      return isValue && this.#at - from >= LONG_VARINT ? -1 : this.#at;
    }
    if (type !== 1 && type !== 5) return -1;
    // Of doubles, infinities and what is no number have names.
    const high = this.#bytes[from + 7] ?? 0;
    if (isValue && (high & 0x7f) === 0x7f && this.#bytes[from + 6]! >= 0xf0) return -1;
    return from + (type === 1 ? 8 : 4);
  }

  /** Of more than 32 bits only the end is of use; none is longer than what has been copied. */
  #varint(): number {
    let value = 0;
    for (let shift = 0; this.#at < this.#length; shift += 7) {
      const byte = this.#bytes[this.#at++]!;
      if (shift < 28) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return 0;
  }

  #reserve(bytes: number): void {
    // A byte more, where the last text ends.
    const needed = this.#length + bytes + 1;
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
      this.#view = viewOf(grown);
    }
    if (this.#found.length < mostHashes(bytes)) this.#found = new Int32Array(mostHashes(2 * bytes));
  }
}

function textsOf(text: string, isJson: boolean): Iterable<string> {
  return isJson ? valueTexts(text) : [text];
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
