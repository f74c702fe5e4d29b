import { valueTexts } from '../../../../filter/span-texts.ts';
import { wordsOf } from '../../../../filter/words.ts';
import type { AttributeValue, WireText } from '../../../../otlp/attributes.ts';
import { decodeStored } from '../../subjects.ts';
import type { HashSet } from './hash-set.ts';
import { addUnit, EMPTY_HASH, hashOfBeginning, hashOfWord, PREFIX_LENGTH } from './word-hash.ts';

/**
 * Adds the hash of every word of a span, as `spanWords` finds them, and of its beginning. Some more than that may be
 * added, but none is left out: who searches looks at the texts themselves in the end. That lets it walk over the bytes
 * of ASCII, which takes a tenth of the time that texts take to be decoded and taken apart.
 */
export function scanSpan(payload: Uint8Array, into: HashSet): void {
  const span = decodeStored(payload);
  if (span === undefined) return;
  scanText(span.name, into);
  scanText(span.statusMessage, into);
  for (const { attributes } of [span, ...span.events]) {
    for (const key of attributes.keys) {
      const text = attributes.wireText(key);
      if (text === undefined || !scanBytes(text, into)) scanValue(attributes.get(key), into);
    }
  }
}

function scanValue(value: AttributeValue | undefined, into: HashSet): void {
  if (value === undefined) return;
  for (const text of valueTexts(value)) scanText(text, into);
}

function scanText(text: string, into: HashSet): void {
  for (const word of wordsOf(text)) {
    into.add(hashOfWord(word));
    if (word.length >= PREFIX_LENGTH) into.add(hashOfBeginning(hashOfWord(word.slice(0, PREFIX_LENGTH))));
  }
}

const BACKSLASH = 0x5c;
/** As in `wordsOf`: runs of letters that long are data, and no words. */
const DATA_LENGTH = 200;

/** By byte: a unit of a word in lower case, `NO_WORD`, or one of a run of data that is no word. */
const NO_WORD = 0;
const DATA_SIGN = 1;
const UNITS = Uint8Array.from({ length: 128 }, (_, code) => {
  const sign = String.fromCharCode(code);
  if (/[A-Za-z0-9_]/.test(sign)) return sign.toLowerCase().charCodeAt(0);
  return /[+/-]/.test(sign) ? DATA_SIGN : NO_WORD;
});

/** Words since a run of what may be data began, which count only if it is none. */
let pending = new Int32Array(256);

/** @returns false where more than the bytes is needed to tell the words */
function scanBytes({ bytes, start, end }: WireText, into: HashSet): boolean {
  const first = bytes[start];
  const isJson = first === 0x5b || first === 0x7b;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= 0x80 || (isJson && byte === BACKSLASH && bytes[at + 1] === 0x75)) return false;
  }
  let count = 0;
  let runStart = start;
  const endRun = (at: number): void => {
    if (at - runStart < DATA_LENGTH) for (let index = 0; index < count; index++) into.add(pending[index]!);
    count = 0;
  };
  const note = (hash: number): void => {
    if (count === pending.length) {
      const grown = new Int32Array(pending.length * 2);
      grown.set(pending);
      pending = grown;
    }
    pending[count++] = hash;
  };
  let at = start;
  while (at < end) {
    const unit = UNITS[bytes[at]!]!;
    if (unit > DATA_SIGN) {
      at = scanWord(bytes, at, end, EMPTY_HASH, 0, note);
      continue;
    }
    if (unit === DATA_SIGN) {
      at++;
      continue;
    }
    endRun(at);
    if (isJson && bytes[at] === BACKSLASH && at + 1 < end) {
      // An escaped sign of JSON ends a word. But where the JSON is cut, all of it is a text in which it begins one.
      const escaped = UNITS[bytes[at + 1]!]!;
      if (escaped > DATA_SIGN) scanWord(bytes, at + 2, end, addUnit(EMPTY_HASH, escaped), 1, (hash) => into.add(hash));
      at++;
    }
    at++;
    runStart = at;
  }
  endRun(end);
  return true;
}

/** Reads on in a word. @param hash of the `length` units before @returns where it ends */
function scanWord(
  bytes: Buffer,
  from: number,
  end: number,
  hash: number,
  length: number,
  note: (hash: number) => void,
): number {
  let at = from;
  let word = hash;
  let units = length;
  for (; at < end; at++) {
    const unit = UNITS[bytes[at]!]!;
    if (unit <= DATA_SIGN) break;
    word = addUnit(word, unit);
    if (++units === PREFIX_LENGTH) note(hashOfBeginning(word));
  }
  note(word);
  return at;
}
