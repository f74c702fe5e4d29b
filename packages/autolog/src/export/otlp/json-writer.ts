import { TooLargeError } from './too-large-error.ts';

/** Longer texts are escaped as bytes: `JSON.stringify` slows down with every character that it has to escape. */
const SHORT_TEXT = 512;
/** Texts are escaped in pieces of this length, so that the room needed for the worst case stays small. UTF-16 units. */
const PIECE = 8_192;
/** A unit takes six bytes at most once it is escaped, and three as UTF-8. */
const ESCAPED_BYTES = 6;
const UTF8_BYTES = 3;
/** Of the pieces that are gathered, UTF-16 units. */
const MAX_PENDING = 64 * 1024;
const FIRST_BYTES = 128 * 1024;
/** What one giant span needed is not kept for good. */
const KEPT_BYTES = 1024 * 1024;

const PLAIN = /^[ !#-[\]-~]*$/;
const BACKSLASH = 0x5c;
const UNICODE = 'u'.charCodeAt(0);

/** By byte: what follows the backslash, 0 for a byte that stands for itself. */
const ESCAPES = new Uint8Array(256).fill(UNICODE, 0, 0x20);
for (const [char, escaped] of ['""', '\\\\', '\bb', '\tt', '\nn', '\ff', '\rr'])
  ESCAPES[char?.charCodeAt(0) ?? 0] = escaped?.charCodeAt(0) ?? 0;

/** Writes JSON as UTF-8 bytes, into memory that it uses again and again. What gets too large is given up. */
export class JsonWriter {
  readonly #maxBytes: number;
  #bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #length = 0;
  /** Short pieces are gathered: each that is written by itself costs a call out of JavaScript. */
  #pending = '';

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Begins anew. */
  reset(): void {
    this.#length = 0;
    this.#pending = '';
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  }

  /** @param json written as it stands */
  raw(json: string): void {
    this.#pending += json;
    if (this.#pending.length > MAX_PENDING) this.#flush();
  }

  text(value: string): void {
    if (value.length > SHORT_TEXT && value.isWellFormed()) {
      this.#pending += '"';
      this.#flush();
      this.#escape(value);
      this.#pending = '"';
    } else {
      // Half a surrogate pair has no bytes in UTF-8: it is escaped.
      this.#pending += value.length <= SHORT_TEXT && PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
    }
  }

  /** @returns all that was written; holds until something else is. @throws TooLargeError */
  written(): Uint8Array {
    this.#flush();
    if (this.#length > this.#maxBytes) throw new TooLargeError();
    return this.#bytes.subarray(0, this.#length);
  }

  #flush(): void {
    this.#reserve(this.#pending.length * UTF8_BYTES);
    this.#length += this.#bytes.write(this.#pending, this.#length);
    this.#pending = '';
  }

  #escape(value: string): void {
    for (let start = 0; start < value.length; ) {
      let end = Math.min(start + PIECE, value.length);
      // Never between the halves of a pair.
      if (end < value.length && (value.charCodeAt(end) & 0xfc00) === 0xdc00) end--;
      this.#escapePiece(start === 0 && end === value.length ? value : value.slice(start, end));
      start = end;
    }
  }

  #escapePiece(piece: string): void {
    const room = piece.length * ESCAPED_BYTES;
    this.#reserve(room + piece.length * UTF8_BYTES);
    const bytes = this.#bytes;
    let to = this.#length;
    // The plain bytes stand behind the place where the escaped ones go, which never catch up with them.
    let from = to + room;
    const end = from + bytes.write(piece, from);
    for (; from < end; from++) {
      const byte = bytes[from] as number;
      const escaped = ESCAPES[byte] as number;
      if (escaped === 0) {
        bytes[to++] = byte;
      } else {
        bytes[to++] = BACKSLASH;
        bytes[to++] = escaped;
        if (escaped === UNICODE) to += bytes.write(byte.toString(16).padStart(4, '0'), to);
      }
    }
    this.#length = to;
  }

  #reserve(sizeBytes: number): void {
    const needed = this.#length + sizeBytes;
    if (needed <= this.#bytes.length) return;
    if (this.#length > this.#maxBytes) throw new TooLargeError();
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
