import {
  areNumbersKept,
  bitsOfHash,
  hashOfKey,
  hashOnUnit,
  keyTerm,
  MAX_TEXT_UNITS,
  SIGN,
  valuesTerm,
} from './attribute-terms.ts';
import { ByteStrings, hashOn, NO_BYTES_HASH } from './byte-strings.ts';

/** Different keys of a chunk; what has more of them is looked at in another way. */
const MAX_KEYS = 16_384;

/** What follows from a key alone. */
interface Key {
  readonly text: string;
  /** The term of the key itself. */
  term: number | undefined;
  /** What the terms of its short texts begin with, and the hash of that; undefined where texts are kept as hashes only. */
  readonly prefix: Uint8Array | undefined;
  readonly prefixHash: number;
  readonly hash: number;
}

/** The keys of a chunk, all in ASCII, with what each has the terms of its values begin with. */
export class KeyTerms {
  readonly #terms: ByteStrings;
  readonly #numbers = new ByteStrings(MAX_KEYS);
  readonly #keys: Key[] = [];

  constructor(terms: ByteStrings) {
    this.#terms = terms;
  }

  clear(): void {
    this.#numbers.clear();
    this.#keys.length = 0;
  }

  /** @returns -1 if there are too many */
  numberOf(bytes: Uint8Array, start: number, end: number): number {
    const numbers = this.#numbers;
    numbers.makeRoom(end - start);
    const target = numbers.bytes;
    const from = numbers.end - start;
    let hash = NO_BYTES_HASH;
    for (let at = start; at < end; at++) {
      target[from + at] = bytes[at]!;
      hash = hashOn(hash, bytes[at]!);
    }
    const number = numbers.take(end - start, hash);
    if (number === this.#keys.length) this.#keys.push(keyOf(Buffer.from(bytes.subarray(start, end)).toString()));
    return number;
  }

  textOf(key: number): string {
    return this.#keys[key]!.text;
  }

  /** Its own term, -1 if there is no room for it. */
  termOf(number: number): number {
    const key = this.#keys[number]!;
    key.term ??= this.#terms.takeText(keyTerm(key.text));
    return key.term;
  }

  /** The term of a text in ASCII, of at most {@link MAX_TEXT_UNITS} bytes; as `pairTerm` has it. */
  takePair(number: number, bytes: Uint8Array, start: number, end: number): number {
    const { prefix, prefixHash, hash: keyHash } = this.#keys[number]!;
    const terms = this.#terms;
    if (prefix !== undefined && end - start <= MAX_TEXT_UNITS.plain && !hasZero(bytes, start, end)) {
      terms.makeRoom(prefix.length + end - start);
      terms.bytes.set(prefix, terms.end);
      const target = terms.bytes;
      const from = terms.end + prefix.length - start;
      let hash = prefixHash;
      for (let at = start; at < end; at++) {
        target[from + at] = bytes[at]!;
        hash = hashOn(hash, bytes[at]!);
      }
      return terms.take(prefix.length + end - start, hash);
    }
    let hash = keyHash;
    for (let at = start; at < end; at++) hash = hashOnUnit(hash, bytes[at]!);
    const bits = bitsOfHash(hash);
    return terms.takeText(SIGN.hash + String.fromCharCode(bits >>> 14, (bits >>> 7) & 0x7f, bits & 0x7f));
  }
}

function keyOf(text: string): Key {
  const prefix = areNumbersKept(text) ? Buffer.from(valuesTerm(text, 'string')) : undefined;
  let prefixHash = NO_BYTES_HASH;
  for (const byte of prefix ?? []) prefixHash = hashOn(prefixHash, byte);
  return { text, term: undefined, prefix, prefixHash, hash: hashOfKey(text) };
}

function hasZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === 0) return true;
  return false;
}
