import type { HashSet } from './hash-set.ts';

/** Bits to a word, and how many of them are set by one: one in some ten thousand searches finds a block in vain. */
const BITS_PER_WORD = 20;
const BITS_SET = 13;

/** Of two words whose first numbers are the same, the second ones differ. */
function stepOf(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A Bloom filter of words: whole bytes, as many as they need. */
export function wordBits(words: HashSet): Uint8Array {
  const bytes = new Uint8Array(Math.max(8, Math.ceil((words.size * BITS_PER_WORD) / 8)));
  const length = bytes.length * 8;
  for (const hash of words) {
    let place = hash >>> 0;
    const step = stepOf(hash);
    for (let set = 0; set < BITS_SET; set++) {
      const bit = place % length;
      bytes[bit >>> 3]! |= 1 << (bit & 7);
      place += step;
    }
  }
  return bytes;
}

/** Whether a word may be among those of {@link wordBits}, of the column `bits`, in SQL. */
export function mayHaveWord(hash: number): string {
  const tests: string[] = [];
  let place = hash >>> 0;
  const step = stepOf(hash);
  for (let set = 0; set < BITS_SET; set++) {
    const bit = `(${place} % (8 * length(bits)))`;
    tests.push(`bitTest(reinterpretAsUInt8(substring(bits, intDiv(${bit}, 8) + 1, 1)), bitAnd(${bit}, 7))`);
    place += step;
  }
  return tests.join(' AND ');
}
