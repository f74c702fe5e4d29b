import { expect, test } from 'vitest';
import { pieces } from '../blob-store.contract.ts';
import { objectParts } from './object-parts.ts';

async function partsOf(firstBytes: number, ...given: readonly string[]): Promise<readonly string[]> {
  const parts: string[] = [];
  for await (const part of objectParts(pieces(...given), firstBytes)) parts.push(String(part));
  return parts;
}

test('content is cut into parts of one size, whatever it comes in', async () => {
  expect(await partsOf(3, 'ab', 'cdefghi', '', 'jk')).toEqual(['abc', 'def', 'ghi', 'jk']);
  expect(await partsOf(3, 'abc', 'def')).toEqual(['abc', 'def']);
  expect(await partsOf(3, 'a')).toEqual(['a']);
  expect(await partsOf(3)).toEqual([]);
});

test('parts grow, so that what is very large has no more of them than S3 takes', async () => {
  const parts = await partsOf(1, 'x'.repeat(2_500 + 2 * 2_500 + 5));
  expect(parts.slice(2_499, 2_501)).toEqual(['x', 'xx']);
  expect(parts.slice(-2)).toEqual(['xxxx', 'x']);
});
