import { hexUnit } from '../../../../otlp/hex-digit.ts';
import { writeUtf8 } from '../../../../otlp/write-utf8.ts';

const BACKSLASH = 0x5c;
/** What a letter behind a backslash stands for, where it is not itself. */
const MEANT = new Uint8Array(256);
for (const [letter, byte] of [
  ['b', 0x08],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
] as const) {
  MEANT[letter.charCodeAt(0)] = byte;
}
/** Half of a pair without the other, which is in no word. */
const REPLACEMENT = 0xfffd;

/**
 * Writes what a string of JSON says, in UTF-8: never more bytes than it takes in JSON.
 *
 * @param bytes hold a string that is well-formed from `start` to `end`, and have room at `to`
 * @returns where what was written ends
 */
export function unescapeBytes(bytes: Uint8Array, start: number, end: number, to: number): number {
  let at = start;
  let target = to;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte !== BACKSLASH) {
      bytes[target++] = byte;
      at++;
      continue;
    }
    const letter = bytes[at + 1]!;
    if (letter !== 0x75) {
      bytes[target++] = MEANT[letter]! || letter;
      at += 2;
      continue;
    }
    let code = hexUnit(bytes, at + 2);
    at += 6;
    if (code >= 0xd800 && code < 0xe000) {
      const isPair = code < 0xdc00 && at + 6 <= end && bytes[at] === BACKSLASH && bytes[at + 1] === 0x75;
      const low = isPair ? hexUnit(bytes, at + 2) : 0;
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
      } else code = REPLACEMENT;
    }
    target = writeUtf8(bytes, target, code);
  }
  return target;
}
