import { expect, test } from 'vitest';
import { mean, standardDeviation } from '../describe/mean.ts';
import { binomialCdf } from '../distributions/binomial.ts';
import { normalQuantile } from '../distributions/normal.ts';
import { studentTCdf } from '../distributions/student-t.ts';
import { EXPECTED } from '../expected.test.support.ts';
import { pairedBootstrap, pairedBootstraps } from './paired-bootstrap.ts';
import { RandomSource } from './random-source.ts';
import { unpairedBootstrap } from './unpaired-bootstrap.ts';

const { sfc32, exact, scipy } = EXPECTED.bootstrap;

test('a seed decides the numbers, which are those of sfc32, however many are asked for at once', () => {
  for (const { seed, values } of sfc32) {
    const source = new RandomSource(seed);
    const found = [3, 5].map((size) => new Uint32Array(size));
    for (const part of found) source.fill(part);
    expect(found.flatMap((part) => [...part])).toEqual(values);
  }
});

test('interval and p are to the last digits those that the same draws give in numpy', () => {
  for (const { data, draws, seed, level, ...expected } of exact) {
    const found = pairedBootstrap(data, { draws, seed, level });
    expect(found.estimate).toBeCloseTo(expected.estimate, 13);
    expect(found.low).toBeCloseTo(expected.low, 13);
    expect(found.high).toBeCloseTo(expected.high, 13);
    expect(found.p).toBeCloseTo(expected.p, 13);
  }
});

test("intervals lie where scipy's own bootstrap has them", () => {
  const options = { draws: 40_000 };
  const paired = pairedBootstrap(scipy.first, options);
  expect(Math.abs(paired.low - scipy.paired.low)).toBeLessThan(0.01);
  expect(Math.abs(paired.high - scipy.paired.high)).toBeLessThan(0.01);

  const unpaired = unpairedBootstrap(scipy.first, scipy.second, options);
  expect(Math.abs(unpaired.low - scipy.unpaired.low)).toBeLessThan(0.015);
  expect(Math.abs(unpaired.high - scipy.unpaired.high)).toBeLessThan(0.015);
});

test('rows that pass or fail are drawn as the binomial distribution says', () => {
  // Of 40 rows 26 got better: the share in a draw is binomial, so ends and p of the interval are known.
  const differences = Array.from({ length: 40 }, (_, row) => (row < 26 ? 1 : -1));

  const { low, high, p } = pairedBootstrap(differences, { draws: 100_000 });

  // Of 40 rows a 95 % interval by Student's t ends at percentile 2.03 of the draws: normalCdf(√(40/39) · −2.0227).
  const won = (end: number): number => Math.round(((end + 1) / 2) * 40);
  expect(binomialCdf(won(low), 40, 26 / 40)).toBeGreaterThanOrEqual(0.0193);
  expect(binomialCdf(won(low) - 1, 40, 26 / 40)).toBeLessThan(0.0213);
  expect(binomialCdf(won(high), 40, 26 / 40)).toBeGreaterThanOrEqual(0.9787);
  expect(binomialCdf(won(high) - 1, 40, 26 / 40)).toBeLessThan(0.9807);
  // No better than even is 20 of 40 or fewer. Three standard errors of 100,000 draws.
  const share = binomialCdf(20, 40, 26 / 40);
  const error = 3 * Math.sqrt(share * (1 - share) * 1e-5);
  const pOf = (one: number): number => 2 * studentTCdf(normalQuantile(one) / Math.sqrt(40 / 39), 39);
  expect(p).toBeGreaterThan(pOf(share - error));
  expect(p).toBeLessThan(pOf(share + error));
});

test('intervals of few rows hold as often as they say, where plain percentiles do not', () => {
  // Twelve numbers of a normal distribution around 0, by Box and Muller, a thousand times.
  const random = new Uint32Array(2 * 12 * 1_000);
  new RandomSource(7).fill(random);
  const uniform = (at: number): number => (random[at]! + 0.5) / 2 ** 32;
  const normal = (at: number): number =>
    Math.sqrt(-2 * Math.log(uniform(2 * at))) * Math.cos(2 * Math.PI * uniform(2 * at + 1));
  const samples = Array.from({ length: 1_000 }, (_, sample) =>
    Array.from({ length: 12 }, (_, row) => normal(sample * 12 + row)),
  );

  const results = samples.map((sample, seed) => pairedBootstrap(sample, { draws: 1_000, seed }));

  const holding = results.filter(({ low, high }) => low <= 0 && high >= 0).length / 1_000;
  expect(holding).toBeGreaterThan(0.925);
  expect(holding).toBeLessThan(0.97);
  expect(results.filter(({ p }) => p < 0.05).length / 1_000).toBeLessThan(0.075);
});

test('of many rows the interval is as wide as the standard error of the mean says', () => {
  const differences = Array.from({ length: 2_000 }, (_, row) => Math.sin(row * 1.7) + 0.05);

  const { low, high } = pairedBootstrap(differences, { draws: 4_000 });

  const standardError = standardDeviation(differences) / Math.sqrt(2_000);
  expect((high - low) / (2 * 1.959964 * standardError)).toBeGreaterThan(0.95);
  expect((high - low) / (2 * 1.959964 * standardError)).toBeLessThan(1.05);
  expect((low + high) / 2).toBeCloseTo(mean(differences), 2);
});

test('as many rows better as worse by the same are no difference', () => {
  expect(pairedBootstrap([0.1, -0.1, 0.2, -0.2, 0.3, -0.3]).p).toBeGreaterThan(0.9);
  expect(pairedBootstrap([0, 0, 0])).toEqual({ estimate: 0, low: 0, high: 0, p: 1 });
});

test('few rows that agree are no proof', () => {
  expect(pairedBootstrap([0.4, 0.5, 0.6]).p).toBe(0.25);
  expect(pairedBootstrap([0.4, 0.5, 0.6, 0, 0, 0]).p).toBeGreaterThanOrEqual(0.25);
  expect(pairedBootstrap([2])).toEqual({ estimate: 2, low: Number.NaN, high: Number.NaN, p: 1 });
  // Two and three values can be put in ten orders, of which two are as extreme.
  expect(unpairedBootstrap([1, 2], [11, 12, 13]).p).toBeGreaterThanOrEqual(0.2);
});

test('several measures of the same rows give what each gives alone', () => {
  const { first, second } = scipy;
  const shorter = first.slice(0, second.length);

  expect(pairedBootstraps([shorter, second], { draws: 500 })).toEqual(
    [shorter, second].map((one) => pairedBootstrap(one, { draws: 500 })),
  );
  expect(() => pairedBootstraps([first, second])).toThrow(RangeError);
});

test('nothing measured is no difference known', () => {
  const unknown = { estimate: Number.NaN, low: Number.NaN, high: Number.NaN, p: Number.NaN };
  expect(pairedBootstrap([])).toEqual(unknown);
  expect(unpairedBootstrap([1], [])).toEqual(unknown);
  expect(unpairedBootstrap([1], [2, 3])).toEqual({ ...unknown, estimate: 1.5, p: 1 });
});
