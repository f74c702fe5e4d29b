const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;
/** Beyond these, what one chunk has needed is let go behind it. */
const USUAL = { count: 65_536, bytes: 2 * 1024 * 1024 } as const;
/**
 * Places that are looked at for one of them. Honest ones are found within a few; whoever makes up many that fall on one
 * place fills the table for himself, not the time of the thread.
 */
const MAX_PROBES = 256;

const encoder = new TextEncoder();

/** What the hash of no bytes is. */
export const NO_BYTES_HASH: number = FNV_OFFSET;

/** The hash of one byte more. */
export function hashOn(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, FNV_PRIME);
}

/**
 * Gives distinct short runs of bytes their numbers, from 0 on, without an object for each. One is written behind those
 * that are there, and then taken or found to be one of them.
 */
export class ByteStrings {
  readonly #maxCount: number;
  #bytes = new Uint8Array(USUAL.bytes);
  /** Where each begins, and the next one will. */
  #starts = new Int32Array(USUAL.count + 1);
  #hashes = new Int32Array(USUAL.count);
  /** Numbers plus one; 0 where there is none. Twice as many as there may be numbers, a power of two. */
  #slots = new Int32Array(2 * USUAL.count);
  #count = 0;

  constructor(maxCount: number) {
    this.#maxCount = maxCount;
  }

  get count(): number {
    return this.#count;
  }

  /** They lie one behind the other; another array after {@link makeRoom}. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Where the next one is to be written. */
  get end(): number {
    return this.#starts[this.#count]!;
  }

  startOf(number: number): number {
    return this.#starts[number]!;
  }

  endOf(number: number): number {
    return this.#starts[number + 1]!;
  }

  /** Room for so many bytes at {@link end}. */
  makeRoom(length: number): void {
    if (this.end + length <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * this.#bytes.length + length);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }

  /**
   * Takes what was written at {@link end}.
   *
   * @param hash by {@link hashOn} over all of its bytes
   * @returns its number, or -1 if it is a new one and there is no room for it
   */
  take(length: number, hash: number): number {
    const bytes = this.#bytes;
    const mask = this.#slots.length - 1;
    const from = this.end;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let probes = 0; ; probes++, slot = (slot + 1) & mask) {
      const number = this.#slots[slot]! - 1;
      if (number < 0) break;
      if (probes === MAX_PROBES) return -1;
      if (this.#hashes[number] !== hash) continue;
      const start = this.#starts[number]!;
      if (this.#starts[number + 1]! - start !== length) continue;
      let at = 0;
      while (at < length && bytes[start + at] === bytes[from + at]) at++;
      if (at === length) return number;
    }
    const number = this.#count;
    if (number >= this.#maxCount) return -1;
    if (number === this.#hashes.length) return this.#grow(length, hash);
    this.#slots[slot] = number + 1;
    this.#hashes[number] = hash;
    this.#starts[number + 1] = from + length;
    this.#count = number + 1;
    return number;
  }

  /** The same of a text, in UTF-8. */
  takeText(text: string): number {
    this.makeRoom(3 * text.length);
    const bytes = this.#bytes;
    const from = this.end;
    let hash = FNV_OFFSET;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit >= 0x80) return this.#takeEncoded(text);
      bytes[from + at] = unit;
      hash = hashOn(hash, unit);
    }
    return this.take(text.length, hash);
  }

  clear(): void {
    if (this.#hashes.length > USUAL.count || this.#bytes.length > USUAL.bytes) {
      this.#bytes = new Uint8Array(USUAL.bytes);
      this.#starts = new Int32Array(USUAL.count + 1);
      this.#hashes = new Int32Array(USUAL.count);
      this.#slots = new Int32Array(2 * USUAL.count);
    } else if (16 * this.#count > this.#slots.length) this.#slots.fill(0);
    else {
      const mask = this.#slots.length - 1;
      for (let number = 0; number < this.#count; number++) {
        const hash = this.#hashes[number]!;
        let slot = (hash ^ (hash >>> 15)) & mask;
        while (this.#slots[slot] !== number + 1) slot = (slot + 1) & mask;
        this.#slots[slot] = 0;
      }
    }
    this.#count = 0;
  }

  #takeEncoded(text: string): number {
    const from = this.end;
    const { written } = encoder.encodeInto(text, this.#bytes.subarray(from));
    let hash = FNV_OFFSET;
    for (let at = from; at < from + written; at++) hash = hashOn(hash, this.#bytes[at]!);
    return this.take(written, hash);
  }

  #grow(length: number, hash: number): number {
    const count = 2 * this.#hashes.length;
    const { starts, hashes } = { starts: this.#starts, hashes: this.#hashes };
    this.#starts = new Int32Array(count + 1);
    this.#starts.set(starts);
    this.#hashes = new Int32Array(count);
    this.#hashes.set(hashes);
    this.#slots = new Int32Array(2 * count);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.#count; number++) {
      let slot = (hashes[number]! ^ (hashes[number]! >>> 15)) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
    return this.take(length, hash);
  }
}
