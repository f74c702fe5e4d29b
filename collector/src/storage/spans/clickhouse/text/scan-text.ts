import { EMPTY_HASH, hashOfBeginning, PREFIX_LENGTH, PRIME } from './word-hash.ts';

const BACKSLASH = 0x5c;
const SMALL_U = 0x75;
/** As in `wordsOf`: runs of letters that long are data, and no words. */
const DATA_LENGTH = 200;

/** Classes of bytes; anything above is a unit of a word, in lower case. */
const NO_WORD = 0;
/** Of data, but no word. */
const DATA_SIGN = 1;
const NO_ASCII = 2;
const UNITS: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) => {
  const sign = String.fromCharCode(code);
  if (code >= 0x80) return NO_ASCII;
  if (/[A-Za-z0-9_]/.test(sign)) return sign.toLowerCase().charCodeAt(0);
  return /[+/-]/.test(sign) ? DATA_SIGN : NO_WORD;
});

/** Whether no word goes on over this byte, and no data. */
export function isGap(byte: number): boolean {
  return UNITS[byte] === NO_WORD;
}

/** How many numbers {@link scanText} may find in a text of so many bytes. */
export function mostHashes(bytes: number): number {
  return 2 * bytes + 2;
}

/**
 * Finds the hashes of the words of a text, or of a part of it between gaps, and of their beginnings, without taking the
 * text apart. Some more may be found, and each as often as it comes.
 *
 * @param bytes with a gap at `end`, so that nothing needs to ask at each byte whether it is the last
 * @param isJson whether the text is taken for JSON
 * @param found where they are put, from its beginning
 * @returns how many there are; -1 where bytes alone do not tell the words: some letter is not ASCII, or is written by
 *   its number
 */
export function scanText(bytes: Uint8Array, start: number, end: number, isJson: boolean, found: Int32Array): number {
  let count = 0;
  // Words since a run of what may be data began count only if it is none.
  let runStart = start;
  let runCount = 0;
  for (let at = start; ; at++) {
    let unit = UNITS[bytes[at]!]!;
    if (unit > NO_ASCII) {
      const prefixEnd = at + PREFIX_LENGTH;
      let hash = EMPTY_HASH;
      do {
        hash = Math.imul(hash ^ unit, PRIME);
        unit = UNITS[bytes[++at]!]!;
      } while (unit > NO_ASCII && at < prefixEnd);
      if (at === prefixEnd) {
        found[count++] = hashOfBeginning(hash);
        for (; unit > NO_ASCII; unit = UNITS[bytes[++at]!]!) hash = Math.imul(hash ^ unit, PRIME);
      }
      found[count++] = hash;
    }
    if (unit === DATA_SIGN) continue;
    if (unit === NO_ASCII) return -1;
    if (at - runStart >= DATA_LENGTH) count = runCount;
    if (at >= end) return count;
    if (isJson && bytes[at] === BACKSLASH) {
      if (++at >= end) return count;
      if (bytes[at] === SMALL_U) return -1;
      // An escaped sign of JSON ends a word. But where the JSON is cut, all of it is a text, in which it begins one.
      count = addWord(bytes, at, found, count);
    }
    runStart = at + 1;
    runCount = count;
  }
}

/** Adds the word that begins here, if one does. @returns how many there are then */
function addWord(bytes: Uint8Array, start: number, found: Int32Array, before: number): number {
  let count = before;
  let hash = EMPTY_HASH;
  let at = start;
  for (let unit = UNITS[bytes[at]!]!; unit > NO_ASCII; unit = UNITS[bytes[++at]!]!) {
    hash = Math.imul(hash ^ unit, PRIME);
    if (at - start === PREFIX_LENGTH - 1) found[count++] = hashOfBeginning(hash);
  }
  if (at > start) found[count++] = hash;
  return count;
}
