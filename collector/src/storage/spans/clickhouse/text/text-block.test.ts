import { expect, test } from 'vitest';
import { HashSet } from './hash-set.ts';
import { mayHaveWords, wordBits } from './text-block.ts';
import { hashOfWord } from './word-hash.ts';

const TEST = /bitTest\(reinterpretAsUInt8\(substring\(bits, (\d+) % length\(bits\) \+ 1, 1\)\), (\d)\)/g;

/** What the engine makes of the condition. */
function mayHave(bits: Uint8Array, ...words: readonly string[]): boolean {
  const tests = [...mayHaveWords(words.map(hashOfWord)).matchAll(TEST)];
  expect(tests.length).toBeGreaterThanOrEqual(13);
  return tests.every(([, place, bit]) => ((bits[Number(place) % bits.length]! >> Number(bit)) & 1) === 1);
}

function blockOf(words: readonly string[]): Uint8Array {
  const set = new HashSet();
  for (const word of words) set.add(hashOfWord(word));
  return wordBits(set);
}

const WORDS: readonly string[] = Array.from({ length: 2_000 }, (_, index) => `word${index}`);

test('every word of a block is found in it, alone and with others', () => {
  const bits = blockOf(WORDS);
  expect(WORDS.filter((word) => !mayHave(bits, word))).toEqual([]);
  expect(mayHave(bits, ...WORDS.slice(0, 2))).toBe(true);
  expect(mayHave(bits, ...WORDS.slice(0, 9))).toBe(true);
});

test('of words that are not in it hardly one is taken for one that is', () => {
  const bits = blockOf(WORDS);
  const others = Array.from({ length: 1_000 }, (_, index) => `other${index}`);
  expect(others.filter((word) => mayHave(bits, word)).length).toBeLessThan(5);
  expect(mayHave(bits, 'word1', 'other1', 'word2')).toBe(false);
});

test('a block of one word is small, and finds it', () => {
  const bits = blockOf(['refund']);
  expect(bits).toHaveLength(8);
  expect([mayHave(bits, 'refund'), mayHave(bits, 'parcel')]).toEqual([true, false]);
});
