import { TooLargeError } from './too-large-error.ts';

/** Shorter texts are not worth a call out of JavaScript. UTF-16 units. */
const SHORT_TEXT = 96;
/** Texts are escaped in pieces of this length, so that the room needed for the worst case stays small. UTF-16 units. */
const PIECE = 8_192;
/** A unit takes six bytes at most once it is escaped, and three as UTF-8. */
const ESCAPED_BYTES = 6;
const UTF8_BYTES = 3;
const FIRST_BYTES = 128 * 1024;
/** What one giant span needed is not kept for good. */
const KEPT_BYTES = 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const UNICODE = 'u'.charCodeAt(0);
const FIRST_NON_ASCII = 0x80;

/** By byte: what follows the backslash, 0 for a byte that stands for itself. */
const ESCAPES = new Uint8Array(256).fill(UNICODE, 0, 0x20);
for (const [char, escaped] of ['""', '\\\\', '\bb', '\tt', '\nn', '\ff', '\rr'])
  ESCAPES[char?.charCodeAt(0) ?? 0] = escaped?.charCodeAt(0) ?? 0;

/**
 * Writes JSON as UTF-8 bytes, into memory that it uses again and again; what gets too large is given up. Texts are
 * escaped here, since `JSON.stringify` slows down with every character that it has to escape.
 */
export class JsonWriter {
  readonly #maxBytes: number;
  #bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Begins anew. */
  reset(): void {
    this.#length = 0;
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  }

  /** @returns all that was written; holds until something else is. @throws TooLargeError */
  written(): Uint8Array {
    if (this.#length > this.#maxBytes) throw new TooLargeError();
    return this.#bytes.subarray(0, this.#length);
  }

  /** @param json written as it stands */
  raw(json: Uint8Array): void {
    this.#reserve(json.length);
    this.#bytes.set(json, this.#length);
    this.#length += json.length;
  }

  /** @param json written as it stands: ASCII, and short, such as a number */
  ascii(json: string): void {
    this.#reserve(json.length);
    const bytes = this.#bytes;
    const start = this.#length;
    for (let i = 0; i < json.length; i++) bytes[start + i] = json.charCodeAt(i);
    this.#length = start + json.length;
  }

  /** @param json written as it stands */
  json(json: string): void {
    this.#reserve(json.length * UTF8_BYTES);
    this.#length += this.#bytes.write(json, this.#length);
  }

  text(value: string): void {
    if (value.length <= SHORT_TEXT && this.#short(value)) return;
    if (!value.isWellFormed()) {
      // Half a surrogate pair has no bytes in UTF-8: it is escaped.
      this.json(JSON.stringify(value));
      return;
    }
    this.#quote();
    for (let start = 0; start < value.length; ) {
      let end = Math.min(start + PIECE, value.length);
      // Never between the halves of a pair.
      if (end < value.length && (value.charCodeAt(end) & 0xfc00) === 0xdc00) end--;
      this.#piece(start === 0 && end === value.length ? value : value.slice(start, end));
      start = end;
    }
    this.#quote();
  }

  /** @returns false, with nothing written, if there is more in it than ASCII. */
  #short(value: string): boolean {
    this.#reserve(value.length * ESCAPED_BYTES + 2);
    const bytes = this.#bytes;
    let to = this.#length;
    bytes[to++] = QUOTE;
    for (let i = 0; i < value.length; i++) {
      const char = value.charCodeAt(i);
      if (char >= FIRST_NON_ASCII) return false;
      const escaped = ESCAPES[char] as number;
      if (escaped === 0) bytes[to++] = char;
      else to = writeEscape(bytes, to, char, escaped);
    }
    bytes[to++] = QUOTE;
    this.#length = to;
    return true;
  }

  #piece(piece: string): void {
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
      if (escaped === 0) bytes[to++] = byte;
      else to = writeEscape(bytes, to, byte, escaped);
    }
    this.#length = to;
  }

  #quote(): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = QUOTE;
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

/** @returns where what follows is to be written. */
function writeEscape(bytes: Buffer, at: number, char: number, escaped: number): number {
  bytes[at] = BACKSLASH;
  bytes[at + 1] = escaped;
  return escaped === UNICODE ? at + 2 + bytes.write(char.toString(16).padStart(4, '0'), at + 2) : at + 2;
}
