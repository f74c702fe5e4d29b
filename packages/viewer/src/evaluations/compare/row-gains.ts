import type { GridComparison } from '@tracewright/evaluate/compare';
import type { EvaluationGrid } from '@tracewright/schema';
import type { RowChanges } from '../grid/shown-rows.ts';

/** How much better each row of a grid has become, its trials together; null where that cannot be said. */
export function rowGains({ keys }: EvaluationGrid, { rowChanges }: GridComparison): RowChanges {
  const gains = new Map(rowChanges.map(({ key, gain }) => [key, Number.isNaN(gain) ? null : gain]));
  return keys.map((key) => gains.get(key) ?? null);
}

/** Trace of the same row, and trial if there is one, in another grid. */
export function sameRow(grid: EvaluationGrid, traceId: string, other: EvaluationGrid): string | undefined {
  const row = grid.traceIds.indexOf(traceId);
  const key = grid.keys[row];
  const trials = other.keys.flatMap((each, place) => (each === key ? [place] : []));
  const place = trials.find((each) => other.trials[each] === grid.trials[row]) ?? trials[0];
  return place === undefined ? undefined : other.traceIds[place];
}
