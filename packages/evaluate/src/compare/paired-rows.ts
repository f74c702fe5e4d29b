import type { EvaluationGrid } from '@tracewright/schema';

/** A row that both evaluations have, with the places of its trials in each grid. */
export interface PairedRow {
  readonly key: string;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** The rows of two evaluations, brought together by their keys. */
export interface PairedRows {
  /** In the order of the later one. */
  readonly rows: readonly PairedRow[];
  /** Keys of rows that only one has: they are not compared. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
}

/** Pairs rows by key; the trials of a row go together. */
export function pairRows(before: EvaluationGrid, after: EvaluationGrid): PairedRows {
  const placesBefore = placesByKey(before);
  const placesAfter = placesByKey(after);
  const rows: PairedRow[] = [];
  for (const [key, places] of placesAfter) {
    const earlier = placesBefore.get(key);
    if (earlier !== undefined) rows.push({ key, before: earlier, after: places });
  }
  return {
    rows,
    onlyBefore: [...placesBefore.keys()].filter((key) => !placesAfter.has(key)),
    onlyAfter: [...placesAfter.keys()].filter((key) => !placesBefore.has(key)),
  };
}

function placesByKey({ keys }: EvaluationGrid): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [place, key] of keys.entries()) {
    const known = places.get(key);
    if (known === undefined) places.set(key, [place]);
    else known.push(place);
  }
  return places;
}
