import type { ByteView } from './byte-view.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

/** The same byte in each of four places. */
const ONES = 0x0101_0101;
const QUOTES: number = QUOTE * ONES;
const BACKSLASHES: number = BACKSLASH * ONES;
const SPACES: number = SPACE * ONES;
const HIGH_BITS: number = 0x80 * ONES;

/**
 * Finds what does not stand for itself in a JSON string — a quote, a backslash, a control character — among four bytes,
 * the first of which is the lowest: each is one comparison, where byte by byte they would be twelve.
 *
 * @returns 0 if there is none; else the lowest bit set is in the byte of the first.
 */
export function specialsIn(word: number): number {
  const quotes = word ^ QUOTES;
  const backslashes = word ^ BACKSLASHES;
  // A byte that borrows is special itself, so nothing below the first one is found by mistake.
  const found = ((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes) | ((word - SPACES) & ~word);
  return found & HIGH_BITS;
}

/** How many bytes stand before the first that {@link specialsIn} has found. */
export function plainBefore(found: number): number {
  return (31 - Math.clz32(found & -found)) >> 3;
}

/** Where the first byte from `start` on stands that does not stand for itself in a JSON string; the end if none does. */
export function endOfPlain({ bytes, view }: ByteView, start: number): number {
  const limit = bytes.length;
  let at = start;
  for (; at + 4 <= limit; at += 4) {
    const found = specialsIn(view.getInt32(at, true));
    if (found !== 0) return at + plainBefore(found);
  }
  for (; at < limit; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE || byte === BACKSLASH || byte < SPACE) break;
  }
  return at;
}
