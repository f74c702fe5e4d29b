import { expect, test } from 'vitest';
import { EVERYTHING_FOLDED, formatFolding, isFolded, NOTHING_FOLDED, parseFolding, setFolded } from './folding.ts';
import { testSpanId } from './test-skeleton.ts';

const ROOT = testSpanId(0);
const FIRST = testSpanId(1);

test('folding and unfolding again leaves nothing behind', () => {
  const folding = setFolded(setFolded(NOTHING_FOLDED, FIRST, true), FIRST, false);

  expect(isFolded(folding, FIRST)).toBe(false);
  expect(formatFolding(folding)).toBe('');
});

test('a folding survives the URL', () => {
  for (const folding of [
    NOTHING_FOLDED,
    setFolded(NOTHING_FOLDED, FIRST, true),
    setFolded(EVERYTHING_FOLDED, ROOT, false),
  ]) {
    expect(parseFolding(formatFolding(folding))).toEqual(folding);
  }
  expect(formatFolding(setFolded(EVERYTHING_FOLDED, ROOT, false))).toBe(`*,${ROOT}`);
});
