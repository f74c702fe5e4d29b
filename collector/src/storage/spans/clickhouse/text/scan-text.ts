import type { HashSet } from './hash-set.ts';
import { addUnit, EMPTY_HASH, hashOfBeginning, PREFIX_LENGTH } from './word-hash.ts';

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

/** Words since a run of what may be data began: they count only if it is none. */
let pending = new Int32Array(4_096);

/** Whether no word goes on over this byte, and no data. */
export function isGap(byte: number): boolean {
  return UNITS[byte] === NO_WORD;
}

/**
 * Adds the hashes of the words of a text, or of a part of it between gaps, and of their beginnings, without taking the
 * text apart. Some more may be added.
 *
 * @param isJson whether it is taken for JSON
 * @returns false where bytes alone do not tell the words: some letter is not ASCII, or is written by its number
 */
export function scanText(bytes: Uint8Array, start: number, end: number, isJson: boolean, into: HashSet): boolean {
  if (pending.length < 2 * (end - start) + 2) pending = new Int32Array(3 * (end - start));
  const found = pending;
  let count = 0;
  let runStart = start;
  for (let at = start; at < end; at++) {
    let unit = UNITS[bytes[at]!]!;
    if (unit > NO_ASCII) {
      const prefixEnd = at + PREFIX_LENGTH;
      const isFirst = at === runStart;
      let hash = EMPTY_HASH;
      let beginning = EMPTY_HASH;
      do {
        hash = addUnit(hash, unit);
        if (++at === prefixEnd) beginning = hash;
        unit = at < end ? UNITS[bytes[at]!]! : NO_WORD;
      } while (unit > NO_ASCII);
      if (isFirst && unit === NO_WORD && at - runStart < DATA_LENGTH) {
        into.add(hash);
        if (at >= prefixEnd) into.add(hashOfBeginning(beginning));
      } else {
        found[count++] = hash;
        if (at >= prefixEnd) found[count++] = hashOfBeginning(beginning);
      }
    }
    if (unit === DATA_SIGN) continue;
    if (unit === NO_ASCII) return false;
    if (at - runStart < DATA_LENGTH) addPending(count, into);
    count = 0;
    if (isJson && at < end && bytes[at] === BACKSLASH) {
      at++;
      if (bytes[at] === SMALL_U) return false;
      // An escaped sign of JSON ends a word. But where the JSON is cut, all of it is a text, in which it begins one.
      if (at < end) addWord(bytes, at, end, into);
    }
    runStart = at + 1;
  }
  if (end - runStart < DATA_LENGTH) addPending(count, into);
  return true;
}

function addPending(count: number, into: HashSet): void {
  for (let index = 0; index < count; index++) into.add(pending[index]!);
}

/** Adds the word that begins here, if one does. */
function addWord(bytes: Uint8Array, start: number, end: number, into: HashSet): void {
  let hash = EMPTY_HASH;
  let units = 0;
  for (let at = start; at < end; at++) {
    const unit = UNITS[bytes[at]!]!;
    if (unit <= NO_ASCII) break;
    hash = addUnit(hash, unit);
    if (++units === PREFIX_LENGTH) into.add(hashOfBeginning(hash));
  }
  if (units > 0) into.add(hash);
}
