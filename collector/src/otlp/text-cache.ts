/** Texts longer than this are not kept: long ones are hardly ever the same twice. */
const MAX_BYTES = 48;
/** Shorter ones are made anew, as they have no whole word. */
const MIN_BYTES = 4;
const SLOTS = 4096;

/** A text as words of four bytes, the last of which overlaps the one before where the length is no multiple of four. */
const MAX_WORDS = MAX_BYTES / 4;

const PRIME = 0x01000193;

/**
 * Makes texts from short runs of bytes and remembers them, since attribute keys, span names and models repeat with
 * every span. Direct mapped: a newcomer takes its slot over, so memory stays bounded whatever is sent.
 */
export class TextCache {
  readonly #texts: string[] = new Array<string>(SLOTS).fill('');
  /** In bytes; 0 for an empty slot. */
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #words = new Int32Array(SLOTS * MAX_WORDS);
  readonly #encoding: 'utf8' | 'hex';

  /** @param encoding How bytes become a text: as UTF-8, or as lower-case hex digits. */
  constructor(encoding: 'utf8' | 'hex') {
    this.#encoding = encoding;
  }

  /**
   * The bytes as a text; of UTF-8, invalid sequences become U+FFFD, as the bytes themselves are kept in the payload.
   *
   * @param view of the same bytes.
   */
  read(bytes: Buffer, view: DataView, start: number, end: number): string {
    const length = end - start;
    if (length > MAX_BYTES || length < MIN_BYTES) return bytes.toString(this.#encoding, start, end);
    const last = end - 4;
    let hash = Math.imul(0x811c9dc5 ^ length, PRIME);
    for (let at = start; at < last; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), PRIME);
    hash = Math.imul(hash ^ view.getInt32(last, true), PRIME);
    const slot = ((hash >>> 20) ^ (hash >>> 8) ^ hash) & (SLOTS - 1);
    if (this.#holds(slot, view, start, end)) return this.#texts[slot]!;
    const text = bytes.toString(this.#encoding, start, end);
    this.#keep(slot, text, view, start, end);
    return text;
  }

  #holds(slot: number, view: DataView, start: number, end: number): boolean {
    if (this.#lengths[slot] !== end - start) return false;
    const words = this.#words;
    const last = end - 4;
    let place = slot * MAX_WORDS;
    for (let at = start; at < last; at += 4) if (words[place++] !== view.getInt32(at, true)) return false;
    return words[place] === view.getInt32(last, true);
  }

  #keep(slot: number, text: string, view: DataView, start: number, end: number): void {
    const last = end - 4;
    let place = slot * MAX_WORDS;
    for (let at = start; at < last; at += 4) this.#words[place++] = view.getInt32(at, true);
    this.#words[place] = view.getInt32(last, true);
    this.#texts[slot] = text;
    this.#lengths[slot] = end - start;
  }
}
