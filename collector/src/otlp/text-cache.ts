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
    // Every third byte tells keys apart well enough, and whoever shares a slot is found out by the comparison.
    let hash = Math.imul(0x811c9dc5 ^ (end - start), 0x01000193);
    for (let i = end - 1; i >= start; i -= 3) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.#slots[slot];
    if (known !== undefined && equals(known, bytes, start, end)) return known;
    const text = bytes.toString('utf8', start, end);
    this.#slots[slot] = text;
    return text;
  }
}

/** Never true beyond ASCII, where a character is not its byte: such texts are made anew each time. */
function equals(text: string, bytes: Buffer, start: number, end: number): boolean {
  const length = end - start;
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
