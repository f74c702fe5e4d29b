import type { ByteView } from './byte-view.ts';
import { hexUnit } from './hex-digit.ts';
import { plainBefore, specialsIn } from './plain-json.ts';
import { writeUtf8 } from './write-utf8.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const SPACE = 0x20;

/** What stands for a letter behind a backslash, 0 where it stands for nothing. */
const ESCAPED = new Uint8Array(128);
for (const [letter, meant] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t']) {
  ESCAPED[letter!.charCodeAt(0)] = meant!.charCodeAt(0);
}

/** Where a text ended: behind its quote in the source, and behind its bytes in the target. */
export interface TextEnds {
  source: number;
  target: number;
}

/**
 * Writes the JSON string that begins at `ends.source`, behind its quote, as UTF-8 to `ends.target` on, where there must
 * be room for as much as is left of the source. Both may be one memory, as long as the target is not ahead.
 *
 * @returns false if it is malformed, or holds half a character: then `ends` says nothing.
 */
export function unescapeJson({ bytes: source, view: words }: ByteView, to: ByteView, ends: TextEnds): boolean {
  const { bytes: target, view: written } = to;
  const lastWord = source.length - 4;
  let at = ends.target;
  let from = ends.source;
  for (;;) {
    let found = 0;
    for (; from <= lastWord; from += 4, at += 4) {
      const word = words.getInt32(from, true);
      found = specialsIn(word);
      if (found !== 0) break;
      written.setInt32(at, word, true);
    }
    // Not as a word: behind them may be what is still to be read.
    const plain = found === 0 ? plainAtEnd(source, from) : plainBefore(found);
    for (const end = from + plain; from < end; ) target[at++] = source[from++]!;
    const byte = source[from];
    if (byte === QUOTE) break;
    if (byte !== BACKSLASH) return false;
    const letter = source[from + 1] ?? 0;
    if (letter !== LETTER_U) {
      const meant = letter < 128 ? ESCAPED[letter]! : 0;
      if (meant === 0) return false;
      target[at++] = meant;
      from += 2;
      continue;
    }
    let code = hexUnit(source, from + 2);
    from += 6;
    if (code >= 0xd800 && code < 0xe000) {
      if (code >= 0xdc00 || source[from] !== BACKSLASH || source[from + 1] !== LETTER_U) return false;
      const second = hexUnit(source, from + 2);
      if (second < 0xdc00 || second >= 0xe000) return false;
      code = 0x1_0000 + ((code - 0xd800) << 10) + (second - 0xdc00);
      from += 6;
    }
    if (code < 0) return false;
    at = writeUtf8(target, at, code);
  }
  ends.source = from + 1;
  ends.target = at;
  return true;
}

/** How many of the last bytes, too few to be a word, stand for themselves. */
function plainAtEnd(source: Buffer, start: number): number {
  let end = start;
  while (end < source.length && source[end] !== QUOTE && source[end] !== BACKSLASH && source[end]! >= SPACE) end++;
  return end - start;
}
