/** Texts longer than this are not kept: long ones are hardly ever the same twice. */
const MAX_BYTES = 48;
const SLOTS = 4096;

/**
 * Makes texts from short runs of bytes and remembers them, since attribute keys, span names and models repeat with
 * every span. Direct mapped: a newcomer takes its slot over, so memory stays bounded whatever is sent.
 */
export class TextCache {
  readonly #slots: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined);

  /** The bytes as UTF-8; invalid sequences become U+FFFD, as the bytes themselves are kept in the payload. */
  read(bytes: Buffer, start: number, end: number): string {
    if (end - start > MAX_BYTES) return bytes.toString('utf8', start, end);
    let hash = 0x811c9dc5;
    let seen = 0;
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!;
      seen |= byte;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    // Beyond ASCII a byte is not a character, and the comparison below would not hold.
    if (seen > 0x7f) return bytes.toString('utf8', start, end);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.#slots[slot];
    if (known !== undefined && equals(known, bytes, start, end)) return known;
    const text = bytes.toString('latin1', start, end);
    this.#slots[slot] = text;
    return text;
  }
}

function equals(text: string, bytes: Buffer, start: number, end: number): boolean {
  const length = end - start;
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
