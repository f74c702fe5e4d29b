import { expect, test } from 'vitest';
import { type ChunkSize, FULL_BYTES, nextRun } from './merge-run.ts';

const sizes = (...bytes: readonly number[]): ChunkSize[] =>
  bytes.map((size, index) => ({ id: index + 1, workspace: 1, bytes: size }));
const ids = (run: readonly ChunkSize[] | undefined): number[] | undefined => run?.map(({ id }) => id);
const many = (count: number, bytes: number): number[] => Array.from({ length: count }, () => bytes);

test('a few small chunks are left alone', () => {
  expect(nextRun([])).toBeUndefined();
  expect(nextRun(sizes(...many(7, 2_000)))).toBeUndefined();
});

test('eight small ones in a row are made one', () => {
  expect(ids(nextRun(sizes(...many(8, 2_000))))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('what has been merged waits for more of its size', () => {
  expect(nextRun(sizes(20_000, ...many(7, 2_000)))).toBeUndefined();
  expect(ids(nextRun(sizes(20_000, ...many(8, 2_000))))).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
});

test('two that make a full one are worth it', () => {
  expect(ids(nextRun(sizes(FULL_BYTES / 2, FULL_BYTES / 2)))).toEqual([1, 2]);
});

test('full chunks are never merged, and nothing is merged across them', () => {
  expect(nextRun(sizes(...many(50, FULL_BYTES)))).toBeUndefined();
  expect(nextRun(sizes(...many(6, 2_000), FULL_BYTES, ...many(6, 2_000)))).toBeUndefined();
});

test('one merge has its limits', () => {
  const run = nextRun(sizes(...many(20, FULL_BYTES - 1)));
  expect(ids(run)).toEqual([1, 2, 3, 4]);
});

test('each workspace is merged for itself', () => {
  const mixed = sizes(...many(16, 2_000)).map((size) => ({ ...size, workspace: 1 + (size.id % 2) }));
  expect(ids(nextRun(mixed))).toEqual([1, 3, 5, 7, 9, 11, 13, 15]);
});

test('however small the parts, each byte is written only a few times', () => {
  let chunks: ChunkSize[] = [];
  let written = 0;
  for (let id = 1; id <= 4_000; id++) {
    chunks.push({ id, workspace: 1, bytes: 2_000 });
    for (let run = nextRun(chunks); run !== undefined; run = nextRun(chunks)) {
      const bytes = run.reduce((sum, size) => sum + size.bytes, 0);
      written += bytes;
      const merged = new Set(run);
      chunks = [...chunks.filter((size) => !merged.has(size)), { id, workspace: 1, bytes }];
    }
  }
  expect(written / (4_000 * 2_000)).toBeLessThan(8);
  expect(chunks.length).toBeLessThan(40);
});
