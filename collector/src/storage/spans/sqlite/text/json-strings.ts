import { hexUnit } from '../../../../otlp/hex-digit.ts';
import { hashOn, NO_BYTES_HASH } from './byte-strings.ts';

/** Arrays and objects within each other: deeper ones are looked at by others. */
const MAX_DEPTH = 24;
/** Keys of one object: with more it is not worth while to look whether one of them comes twice. */
const MAX_KEYS = 128;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What follows a backslash; `u` apart. */
const ESCAPED = new Uint8Array(256);
for (const letter of '"\\/bfnrt') ESCAPED[letter.charCodeAt(0)] = 1;
/** Bytes that a string goes on with. */
const IN_STRING = new Uint8Array(256).fill(1);
IN_STRING.fill(0, 0, 0x20);
IN_STRING[QUOTE] = 0;
IN_STRING[BACKSLASH] = 0;

/** Told of each string that is a value: its bytes between the quotes, as they stand. */
export type OnString = (start: number, end: number, hasEscapes: boolean) => void;

/**
 * Finds the strings in JSON without making anything of it: those that are values, as `JSON.parse` would have them. It
 * says so where it is not sure, which is with what hardly anybody writes.
 */
export class JsonStrings {
  readonly #onString: OnString;
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  #end = 0;
  #isSure = true;
  #hasEscapes = false;
  /** Hashes of the keys of the objects that are open, one object behind the other. */
  readonly #keys = new Int32Array(MAX_DEPTH * MAX_KEYS);

  constructor(onString: OnString) {
    this.#onString = onString;
  }

  /** @returns `no` if it is no JSON; of that, as of what is `unsure`, strings may have been told all the same */
  read(bytes: Uint8Array, start: number, end: number): 'yes' | 'no' | 'unsure' {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#isSure = true;
    const isWhole = this.#value(0, 0) && this.#next() < 0 && this.#at === end;
    if (!this.#isSure) return 'unsure';
    return isWhole ? 'yes' : 'no';
  }

  /** The next byte that is no space, which is not passed over; -1 at the end. */
  #next(): number {
    const bytes = this.#bytes;
    for (; this.#at < this.#end; this.#at++) {
      const byte = bytes[this.#at]!;
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
    }
    return -1;
  }

  /** @returns false if there is none, or nothing is sure any more */
  #value(depth: number, keysBegin: number): boolean {
    const byte = this.#next();
    if (byte === QUOTE) {
      const start = this.#at + 1;
      if (!this.#string()) return false;
      this.#onString(start, this.#at - 1, this.#hasEscapes);
      return true;
    }
    if (byte === 0x7b || byte === 0x5b) {
      if (depth === MAX_DEPTH) return this.#giveUp();
      this.#at++;
      return byte === 0x7b ? this.#object(depth + 1, keysBegin) : this.#array(depth + 1, keysBegin);
    }
    if (byte === 0x74) return this.#word('true');
    if (byte === 0x66) return this.#word('false');
    if (byte === 0x6e) return this.#word('null');
    return this.#number();
  }

  #array(depth: number, keysBegin: number): boolean {
    if (this.#next() === 0x5d) return this.#pass();
    for (;;) {
      if (!this.#value(depth, keysBegin)) return false;
      const byte = this.#next();
      if (byte === 0x5d) return this.#pass();
      if (byte !== 0x2c) return false;
      this.#at++;
    }
  }

  #object(depth: number, keysBegin: number): boolean {
    if (this.#next() === 0x7d) return this.#pass();
    for (let keysEnd = keysBegin; ; ) {
      if (this.#next() !== QUOTE) return false;
      const start = this.#at + 1;
      if (!this.#string()) return false;
      // It may be the same as one that is written otherwise.
      if (this.#hasEscapes || keysEnd - keysBegin === MAX_KEYS) return this.#giveUp();
      if (!this.#addKey(hashOf(this.#bytes, start, this.#at - 1), keysBegin, keysEnd++)) return this.#giveUp();
      if (this.#next() !== 0x3a) return false;
      this.#at++;
      if (!this.#value(depth, keysEnd)) return false;
      const byte = this.#next();
      if (byte === 0x7d) return this.#pass();
      if (byte !== 0x2c) return false;
      this.#at++;
    }
  }

  /** Of a key that comes twice the last value stands: then somebody else has to look. */
  #addKey(hash: number, begin: number, end: number): boolean {
    for (let at = begin; at < end; at++) if (this.#keys[at] === hash) return false;
    if (end === this.#keys.length) return false;
    this.#keys[end] = hash;
    return true;
  }

  /** Passes over a string, from its first quote on. */
  #string(): boolean {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = this.#at + 1;
    this.#hasEscapes = false;
    for (;;) {
      while (at < end && IN_STRING[bytes[at]!] === 1) at++;
      if (at >= end) return false;
      const byte = bytes[at]!;
      if (byte === QUOTE) break;
      if (byte !== BACKSLASH || at + 1 >= end) return false;
      this.#hasEscapes = true;
      const letter = bytes[at + 1]!;
      if (ESCAPED[letter] === 1) at += 2;
      else if (letter === 0x75 && at + 6 <= end && hexUnit(bytes, at + 2) >= 0) at += 6;
      else return false;
    }
    this.#at = at + 1;
    return true;
  }

  #word(word: string): boolean {
    for (let index = 0; index < word.length; index++) {
      if (this.#at >= this.#end || this.#bytes[this.#at++] !== word.charCodeAt(index)) return false;
    }
    return true;
  }

  #number(): boolean {
    if (this.#byte() === 0x2d) this.#at++;
    if (this.#byte() === 0x30) this.#at++;
    else if (!this.#digits()) return false;
    if (this.#byte() === 0x2e) {
      this.#at++;
      if (!this.#digits()) return false;
    }
    if ((this.#byte() | 0x20) === 0x65) {
      this.#at++;
      const sign = this.#byte();
      if (sign === 0x2b || sign === 0x2d) this.#at++;
      return this.#digits();
    }
    return true;
  }

  /** @returns false if there is none */
  #digits(): boolean {
    const start = this.#at;
    while (this.#byte() >= 0x30 && this.#byte() <= 0x39) this.#at++;
    return this.#at > start;
  }

  /** The byte at hand, 0 at the end, which stands nowhere outside of strings. */
  #byte(): number {
    return this.#at < this.#end ? this.#bytes[this.#at]! : 0;
  }

  #pass(): true {
    this.#at++;
    return true;
  }

  #giveUp(): false {
    this.#isSure = false;
    return false;
  }
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = NO_BYTES_HASH;
  for (let at = start; at < end; at++) hash = hashOn(hash, bytes[at]!);
  return hash;
}
