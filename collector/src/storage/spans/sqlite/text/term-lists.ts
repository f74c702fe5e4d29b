import { grown } from './term-places.ts';

/** Texts that are remembered at a time, a power of two. */
const SLOTS = 32_768;
/** Places that a text may have. */
const WAYS = 4;
/** Terms of all of them that are remembered from one span to the next. */
const MAX_TERMS = 1_048_576;
/** Of longer runs of bytes a part goes into the hash: what has the same is compared anyway. */
const MAX_HASHED = 64;
/** So many words of four bytes are taken from between the ends. */
const SAMPLES = 16;

/**
 * The terms of what was read before in the same chunk: steps of a trace repeat what they were given, and traces the
 * instructions. What is remembered is found by its bytes, of which the chunk has all as long as it is read.
 */
export class TermLists {
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** What stands in a slot holds as long as this is its number. */
  #era = 0;
  readonly #eras = new Int32Array(SLOTS);
  readonly #hashes = new Int32Array(SLOTS);
  readonly #kinds = new Uint8Array(SLOTS);
  readonly #starts = new Int32Array(SLOTS);
  readonly #lengths = new Int32Array(SLOTS);
  readonly #listStarts = new Int32Array(SLOTS);
  readonly #listEnds = new Int32Array(SLOTS);
  readonly #areCut = new Uint8Array(SLOTS);
  readonly #keys = new Int32Array(SLOTS);
  /** Terms of all lists, one behind the other. */
  terms: Int32Array<ArrayBuffer> = new Int32Array(16_384);
  #end = 0;

  /** @param bytes of a chunk; what was read before is forgotten */
  open(bytes: Buffer, view: DataView): void {
    this.#bytes = bytes;
    this.#view = view;
    this.#forget();
  }

  /** To be called when no list is in use: forgets them if they are too many. */
  bound(): void {
    if (this.#end > MAX_TERMS) this.#forget();
  }

  hashOf(kind: number, start: number, end: number): number {
    const view = this.#view;
    const length = end - start;
    let hash = kind ^ Math.imul(length, 0x9e3779b1);
    if (length < 4) {
      for (let at = start; at < end; at++) hash = mixed(hash, this.#bytes[at]!);
      return hash ^ (hash >>> 15);
    }
    const step = length <= MAX_HASHED ? 4 : Math.trunc((length - 4) / SAMPLES);
    for (let at = start; at < end - 4; at += step) hash = mixed(hash, view.getInt32(at, true));
    hash = mixed(hash, view.getInt32(end - 4, true));
    return hash ^ (hash >>> 15);
  }

  /** @returns the slot of what was read before, -1 if it was not */
  find(kind: number, start: number, end: number, hash: number): number {
    const length = end - start;
    for (let way = 0; way < WAYS; way++) {
      const slot = (hash + way) & (SLOTS - 1);
      if (this.#eras[slot] !== this.#era || this.#hashes[slot] !== hash) continue;
      if (this.#kinds[slot] !== kind || this.#lengths[slot] !== length) continue;
      if (this.#isSame(this.#starts[slot]!, start, length)) return slot;
    }
    return -1;
  }

  /**
   * @param terms of which those from one place up to another are its own
   * @param isCut whether some of its terms are missing
   * @param key any number that belongs to it
   * @returns its slot
   */
  keep(
    { kind, start, end, hash }: { kind: number; start: number; end: number; hash: number },
    { terms, from, to }: { terms: Int32Array; from: number; to: number },
    isCut: boolean,
    key: number,
  ): number {
    let slot = hash & (SLOTS - 1);
    for (let way = 0; way < WAYS; way++) {
      const free = (hash + way) & (SLOTS - 1);
      if (this.#eras[free] === this.#era) continue;
      slot = free;
      break;
    }
    this.#eras[slot] = this.#era;
    this.#hashes[slot] = hash;
    this.#kinds[slot] = kind;
    this.#starts[slot] = start;
    this.#lengths[slot] = end - start;
    this.#areCut[slot] = isCut ? 1 : 0;
    this.#keys[slot] = key;
    if (this.#end + to - from > this.terms.length) this.terms = grown(this.terms, this.#end + to - from);
    this.#listStarts[slot] = this.#end;
    for (let at = from; at < to; at++) this.terms[this.#end++] = terms[at]!;
    this.#listEnds[slot] = this.#end;
    return slot;
  }

  /** Where the terms of a slot begin among {@link terms}. */
  listStart(slot: number): number {
    return this.#listStarts[slot]!;
  }

  listEnd(slot: number): number {
    return this.#listEnds[slot]!;
  }

  isCut(slot: number): boolean {
    return this.#areCut[slot] === 1;
  }

  keyOf(slot: number): number {
    return this.#keys[slot]!;
  }

  #forget(): void {
    this.#era++;
    this.#end = 0;
    if (this.terms.length > 2 * MAX_TERMS) this.terms = new Int32Array(16_384);
  }

  #isSame(one: number, other: number, length: number): boolean {
    if (length > MAX_HASHED) return this.#bytes.compare(this.#bytes, other, other + length, one, one + length) === 0;
    const view = this.#view;
    let at = 0;
    for (; at + 4 <= length; at += 4)
      if (view.getInt32(one + at, true) !== view.getInt32(other + at, true)) return false;
    for (; at < length; at++) if (this.#bytes[one + at] !== this.#bytes[other + at]) return false;
    return true;
  }
}

function mixed(hash: number, bits: number): number {
  const product = Math.imul(hash ^ bits, 0x2c1b3c6d);
  return product ^ (product >>> 13);
}
