import { type ByteView, byteView } from './byte-view.ts';
import { endOfPlain } from './plain-json.ts';
import { RequestSize } from './request-limits.ts';
import { TextCache } from './text-cache.ts';
import type { WireWriter } from './wire-writer.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const SPACE = 0x20;
/** A key of three letters, the commonest of all: `key`. */
const KEY = [0x6b, 0x65, 0x79] as const;
const NULL = [0x6e, 0x75, 0x6c, 0x6c] as const;
const MAX_DIGITS = 20;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const KEYS = new TextCache('utf8');

/** What a scanner throws at anything it does not understand, malformed or merely unusual: then somebody has to look closer. */
export const UNUSUAL: Error = new Error('unusual JSON');

/** Goes through JSON in well-formed UTF-8, byte by byte, and makes nothing of it but what is asked for. */
export class JsonScanner {
  readonly #source: ByteView;
  readonly #bytes: Buffer;
  #offset = 0;
  /** Halves of the last integer without its sign. */
  high = 0;
  low = 0;
  isNegative = false;
  /** For whoever counts what a request holds. */
  readonly size: RequestSize = new RequestSize();

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#source = byteView(bytes);
  }

  /** Passes over a character of structure, if it comes next. */
  passes(character: number): boolean {
    if (this.#next() !== character) return false;
    this.#offset++;
    return true;
  }

  /** @throws UNUSUAL if something else comes next, as all that follow do. */
  expect(character: number): void {
    if (!this.passes(character)) throw UNUSUAL;
  }

  expectEnd(): void {
    if (this.#next() !== -1) throw UNUSUAL;
  }

  passesComma(): boolean {
    return this.passes(COMMA);
  }

  passesNull(): boolean {
    if (this.#next() !== NULL[0]) return false;
    for (const letter of NULL) if (this.#bytes[this.#offset++] !== letter) throw UNUSUAL;
    return true;
  }

  /** Passes over the key of a property and its colon, if these very bytes come next. @param key with quotes and colon */
  passesKey(key: Uint8Array): boolean {
    const start = this.#offset;
    const bytes = this.#bytes;
    for (let at = 0; at < key.length; at++) if (bytes[start + at] !== key[at]) return false;
    this.#offset = start + key.length;
    return true;
  }

  /** The key of a property, and the colon behind it. */
  key(): string {
    this.expect(QUOTE);
    const start = this.#offset;
    const bytes = this.#bytes;
    let end = start;
    for (let byte = bytes[end]; byte !== QUOTE; byte = bytes[++end]) {
      if (byte === undefined || byte < SPACE || byte === BACKSLASH) throw UNUSUAL;
    }
    this.#offset = end + 1;
    this.expect(COLON);
    const isKey =
      end - start === KEY.length &&
      bytes[start] === KEY[0] &&
      bytes[start + 1] === KEY[1] &&
      bytes[start + 2] === KEY[2];
    return isKey ? 'key' : KEYS.read(bytes, this.#source.view, start, end);
  }

  bool(): boolean {
    const isTrue = this.#next() === 0x74;
    for (const letter of isTrue ? 'true' : 'false') {
      if (this.#bytes[this.#offset++] !== letter.charCodeAt(0)) throw UNUSUAL;
    }
    return isTrue;
  }

  /** Reads an integer of at most 64 bits into {@link high}, {@link low} and {@link isNegative}. */
  integer(mayBeText: boolean): void {
    const isText = mayBeText && this.passes(QUOTE);
    // Within quotes white space would be a part of the text.
    if (!isText) this.#next();
    this.isNegative = this.#bytes[this.#offset] === MINUS;
    if (this.isNegative) this.#offset++;
    const start = this.#offset;
    let high = 0;
    let low = 0;
    let digit = this.#digit();
    for (; digit >= 0; digit = this.#digit()) {
      low = low * 10 + digit;
      const carry = Math.floor(low / 0x1_0000_0000);
      low -= carry * 0x1_0000_0000;
      high = high * 10 + carry;
      this.#offset++;
    }
    const digits = this.#offset - start;
    if (digits === 0 || digits > MAX_DIGITS || high > 0xffff_ffff) throw UNUSUAL;
    if (isText) {
      if (this.#bytes[this.#offset++] !== QUOTE) throw UNUSUAL;
    } else if ((digits > 1 && this.#bytes[start] === ZERO) || !this.#isAtEndOfValue()) throw UNUSUAL;
    this.high = high;
    this.low = low;
  }

  double(): number {
    this.#next();
    const start = this.#offset;
    while (this.#offset < this.#bytes.length && !this.#isAtEndOfValue()) this.#offset++;
    const text = this.#bytes.toString('latin1', start, this.#offset);
    if (!NUMBER.test(text)) throw UNUSUAL;
    return Number(text);
  }

  /** Writes hexadecimal digits of either case as bytes, unless there are none. */
  hex(writer: WireWriter, tag: number): void {
    this.expect(QUOTE);
    const bytes = this.#bytes;
    const start = this.#offset;
    let end = start;
    for (let byte = bytes[end]; byte !== QUOTE; byte = bytes[++end]) if (byte === undefined) throw UNUSUAL;
    this.#offset = end + 1;
    if (end > start && !writer.hex(tag, bytes, start, end)) throw UNUSUAL;
  }

  /** Writes a text as the field `tag`, an empty one only where `mayBeEmpty`. */
  text(writer: WireWriter, tag: number, mayBeEmpty: boolean): void {
    this.expect(QUOTE);
    const start = this.#offset;
    const end = endOfPlain(this.#source, start);
    const byte = this.#bytes[end];
    if (byte === QUOTE) {
      this.#offset = end + 1;
      if (end > start || mayBeEmpty) writer.part(tag, this.#source, start, end);
    } else if (byte === BACKSLASH) this.#offset = writer.unescaped(tag, this.#source, start);
    else throw UNUSUAL;
    if (this.#offset < 0) throw UNUSUAL;
  }

  #digit(): number {
    const digit = (this.#bytes[this.#offset] ?? 0) - ZERO;
    return digit <= 9 ? digit : -1;
  }

  #isAtEndOfValue(): boolean {
    const byte = this.#bytes[this.#offset]!;
    return byte === COMMA || byte === 0x7d || byte === 0x5d || isSpace(byte);
  }

  /** The next byte that is no white space, -1 at the end. */
  #next(): number {
    const bytes = this.#bytes;
    while (this.#offset < bytes.length) {
      const byte = bytes[this.#offset]!;
      if (byte > SPACE || !isSpace(byte)) return byte;
      this.#offset++;
    }
    return -1;
  }
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
