import { readFileSync } from 'node:fs';

/** An interval as Python's libraries have it. */
export interface ExpectedInterval {
  readonly low: number;
  readonly high: number;
}

type Estimate = ExpectedInterval & { readonly estimate: number };
type Pair = { readonly first: readonly number[]; readonly second: readonly number[] };
type Coefficient = { readonly coefficient: number; readonly p: number };

/** What `fixtures/make-fixtures.py` has had scipy, statsmodels, scikit-learn and krippendorff say. */
export interface Expected {
  readonly distributions: {
    readonly normalCdf: readonly (readonly [number, number])[];
    readonly normalQuantile: readonly (readonly [number, number])[];
    readonly studentTCdf: readonly (readonly [number, number, number])[];
    readonly studentTQuantile: readonly (readonly [number, number, number])[];
    readonly binomialCdf: readonly (readonly [number, number, number, number])[];
  };
  readonly describe: readonly {
    readonly data: readonly number[];
    readonly mean: number;
    readonly standardDeviation: number | null;
    readonly shares: readonly number[];
    readonly quantiles: readonly number[];
  }[];
  readonly intervals: {
    readonly share: readonly (ExpectedInterval & { successes: number; total: number; level: number })[];
    readonly mean: readonly (ExpectedInterval & { data: readonly number[]; level: number })[];
  };
  readonly bootstrap: {
    readonly sfc32: readonly { readonly seed: number; readonly values: readonly number[] }[];
    readonly exact: readonly (Estimate & {
      readonly data: readonly number[];
      readonly draws: number;
      readonly seed: number;
      readonly level: number;
      readonly p: number;
    })[];
    readonly scipy: Pair & { readonly paired: ExpectedInterval; readonly unpaired: ExpectedInterval };
  };
  readonly significance: {
    readonly mcnemar: readonly (readonly [number, number, number])[];
    readonly welch: readonly (Pair & ExpectedInterval & { t: number; p: number; degrees: number })[];
    readonly holm: readonly { readonly p: readonly number[]; readonly adjusted: readonly number[] }[];
  };
  readonly agreement: {
    readonly kappa: readonly {
      readonly first: readonly string[];
      readonly second: readonly string[];
      readonly counts: readonly (readonly number[])[];
      readonly none: Estimate;
      readonly linear: Estimate;
      readonly quadratic: Estimate;
    }[];
    readonly krippendorff: readonly {
      readonly ratings: readonly (readonly (number | null)[])[];
      readonly nominal: number;
      readonly ordinal: number;
      readonly interval: number;
    }[];
  };
  readonly correlation: readonly (Pair & {
    readonly pearson: Coefficient;
    readonly spearman: Coefficient;
    readonly ranks: readonly number[];
  })[];
}

export const EXPECTED = JSON.parse(
  readFileSync(new URL('../fixtures/generated/expected.json', import.meta.url), 'utf8'),
) as Expected;

/** By how much of itself `actual` is off; that of 0 by how much at all. */
export function relativeError(actual: number, expected: number): number {
  return Math.abs(actual - expected) / (expected === 0 ? 1 : Math.abs(expected));
}
