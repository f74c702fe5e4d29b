import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RandomSource } from '../bootstrap/random-source.ts';
import { jensenShannon, ksDistance, populationStability } from './distances.ts';
import { permutationTest } from './permutation-test.ts';

/** What `fixtures/make-drift.py` has had scipy say. */
const EXPECTED = JSON.parse(readFileSync(new URL('../../fixtures/generated/drift.json', import.meta.url), 'utf8')) as {
  readonly ks: readonly { first: readonly number[]; second: readonly number[]; distance: number; p: number }[];
  readonly counts: readonly {
    readonly first: readonly number[];
    readonly second: readonly number[];
    readonly jensenShannon: number;
    readonly stability: number;
  }[];
};

test('distances of distributions are those of scipy', () => {
  for (const { first, second, jensenShannon: distance, stability } of EXPECTED.counts) {
    expect(jensenShannon(first, second)).toBeCloseTo(distance, 10);
    expect(populationStability(first, second)).toBeCloseTo(stability, 10);
  }
});

test('the distance of Kolmogorov and Smirnov is that of scipy, and its p within the error of drawing', () => {
  for (const { first, second, distance, p } of EXPECTED.ks) {
    const sizes = { first: first.length, second: second.length };
    const found = permutationTest(sizes, ksDistance([...first, ...second]), { draws: 2_000 });
    expect(found.distance).toBeCloseTo(distance, 12);
    // Both are drawn.
    const error = Math.sqrt((2 * p * (1 - p)) / 2_000);
    expect(Math.abs(found.p - p)).toBeLessThan(5 * error + 0.002);
  }
});

test('groups of one distribution are found to differ as rarely as they should', () => {
  let found = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const values = new Uint32Array(60);
    new RandomSource(seed).fill(values);
    if (permutationTest({ first: 30, second: 30 }, ksDistance([...values]), { seed }).p < 0.05) found++;
  }
  expect(found).toBeGreaterThan(1);
  expect(found).toBeLessThan(20);
});

test('groups that do not differ are not at no distance, and what is expected says so', () => {
  const distanceOf = ksDistance(Array.from({ length: 40 }, (_, index) => (index * 7) % 40));
  const { expected, limit, p } = permutationTest({ first: 20, second: 20 }, distanceOf);
  expect(expected).toBeGreaterThan(0.1);
  expect(limit).toBeGreaterThan(expected);
  expect(p).toBeGreaterThan(0.05);
});

test('the same is at no distance, what has nothing in common at the greatest', () => {
  expect(jensenShannon([1, 2, 3], [2, 4, 6])).toBe(0);
  expect(jensenShannon([1, 0], [0, 5])).toBe(1);
  expect(jensenShannon([0, 0], [2, 1])).toBe(1);
  expect(jensenShannon([0, 0], [0, 0])).toBe(0);
  expect(jensenShannon([], [])).toBe(0);
  expect(ksDistance([1, 2, 3, 4])(Uint8Array.of(0, 0, 1, 1))).toBe(1);
  expect(() => permutationTest({ first: 0, second: 3 }, () => 0)).toThrow(RangeError);
});
