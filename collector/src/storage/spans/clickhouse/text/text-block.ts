import type { HashSet } from './hash-set.ts';

/** Bits to a word, and how many of them are set by one: one in some ten thousand searches finds a block in vain. */
const BITS_PER_WORD = 20;
const BITS_SET = 13;
/** Of several words together no more bits have to be tested, and the engine takes its time to read a long question. */
const BITS_TESTED = 26;

/** How far the bits of a word lie apart: words whose first numbers are alike part there. */
function stepOf(hash: number): number {
  let step = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  step = Math.imul(step ^ (step >>> 13), 0xc2b2ae35);
  return (step ^ (step >>> 16)) >>> 0;
}

/** Which bit of a byte it is. Which byte depends on how many there are, and is told by the lower part of the number. */
function bitOf(place: number): number {
  return Math.floor(place / 0x1_0000) % 8;
}

/** A Bloom filter of words: whole bytes, as many as they need. */
export function wordBits(words: HashSet): Uint8Array {
  const bytes = new Uint8Array(Math.max(8, Math.ceil((words.size * BITS_PER_WORD) / 8)));
  const { length } = bytes;
  for (const hash of words.values()) {
    const step = stepOf(hash);
    const stepBytes = step % length;
    // Byte and bit of each place, as `mayHaveWords` tells them, by numbers of 32 bits: larger ones take several times as long.
    let at = (hash >>> 0) % length;
    let low = hash;
    for (let set = 0; set < BITS_SET; set++) {
      bytes[at]! |= 1 << ((low >>> 16) & 7);
      at += stepBytes;
      if (at >= length) at -= length;
      low = (low + step) | 0;
    }
  }
  return bytes;
}

/** Whether all of these may be among the words of {@link wordBits}, of the column `bits`, in SQL. */
export function mayHaveWords(hashes: readonly number[]): string {
  const tested = Math.min(BITS_SET, Math.max(4, Math.floor(BITS_TESTED / hashes.length)));
  const tests = hashes.flatMap((hash) =>
    Array.from({ length: tested }, (_, set) => {
      const place = (hash >>> 0) + set * stepOf(hash);
      return `bitTest(reinterpretAsUInt8(substring(bits, ${place} % length(bits) + 1, 1)), ${bitOf(place)})`;
    }),
  );
  return tests.join(' AND ');
}
