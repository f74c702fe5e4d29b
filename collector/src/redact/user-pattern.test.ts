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
