/** A tag, parameter or other pair, as MLflow writes it. */
export interface WirePair {
  readonly key: string;
  readonly value?: string;
}

/** 64-bit integers and doubles may come as texts, NaN and the infinities always do. */
export type WireNumber = number | string;

/** Pairs as a record; later ones count. */
export function readPairs(pairs: readonly WirePair[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((pairs ?? []).map(({ key, value = '' }) => [key, value]));
}

/** A record as pairs; values that are undefined are left out. */
export function writePairs(record: Readonly<Record<string, string | undefined>> = {}): readonly WirePair[] {
  return Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]));
}

/** A number as JSON can carry it. */
export function writeDouble(value: number): WireNumber {
  return Number.isFinite(value) ? value : String(value);
}
