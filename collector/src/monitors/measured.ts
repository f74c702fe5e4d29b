import type { DriftMeasure } from '@tracewright/schema';
import { type Grouping, permutationTest } from '@tracewright/statistics';

/** A distance beside what chance would show. @param sizes of the reference and of what is watched */
export function measured(
  name: DriftMeasure['name'],
  by: DriftMeasure['by'],
  [first, second]: readonly [number, number],
  distance: (grouping: Grouping) => number,
  note: string,
): DriftMeasure {
  const found = permutationTest({ first, second }, distance);
  return { name, by, ...found, note: note === '' ? null : note };
}

/** What cannot be told yet. */
export function tooFew(name: DriftMeasure['name'], by: DriftMeasure['by'], least: number): DriftMeasure {
  const note = `not enough data: ${least} on either side are needed`;
  return { name, by, distance: null, expected: null, limit: null, p: null, note };
}
