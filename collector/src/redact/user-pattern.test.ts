import { expect, test } from 'vitest';
import { userPattern } from './user-pattern.ts';

/** Half a megabyte, with a match across what is worked on at once. */
const LONG = `${'x'.repeat(65_533)}secret${'x'.repeat(460_000)}`;

test('a long text is searched as a whole, however it is worked on', () => {
  const standing = () => 0;
  expect(userPattern('secret', standing).find(LONG)).toEqual([[65_533, 65_539]]);
  expect(userPattern('sec.*x{10}', standing).find(LONG)).toEqual([[65_533, LONG.length]]);
  expect(userPattern('secrets', standing).find(LONG)).toEqual([]);
});

test('a long text is hidden whole where a pattern takes too long, whether it is in it or not', () => {
  let nowMs = 0;
  // A tenth of a second for each look at the clock, of which there are eight before all is looked through.
  const slow = () => (nowMs += 100);
  for (const pattern of ['secret', 'secrets']) {
    expect(userPattern(pattern, slow).mayMatch(LONG)).toBe(true);
    expect(userPattern(pattern, slow).find(LONG)).toBeUndefined();
  }
  expect(userPattern('secrets', () => 0).mayMatch(LONG)).toBe(false);
});

test('a search that takes long from one match to the next is given up', () => {
  let nowMs = 0;
  const slow = () => (nowMs += 20);
  expect(userPattern('secret', slow).find('secret '.repeat(60))).toBeUndefined();
});

test('a long text of words is searched in parts that no match crosses, and what is found is the same', () => {
  const words = 'ann@example.com, hello;\nwho is "ann"? '.repeat(2_000);
  for (const [pattern, same] of [
    ['[\\w.]+@[\\w.]+', /[\w.]+@[\w.]+/g],
    ['\\Bann\\b|\\bann\\b', /\Bann\b|\bann\b/g],
    ['(?m)^who|;$', /^who|;$/gm],
    ['^ann|ann$|who is', /^ann|ann$|who is/g],
    ['(?i)HELLO;\\s+who', /HELLO;\s+who/gi],
  ] as const) {
    const expected = [...words.matchAll(same)].map(({ 0: { length }, index }) => [index, index + length]);
    expect(userPattern(pattern, () => 0).find(words)).toEqual(expected);
  }
});
