import { normalQuantile } from '../distributions/normal.ts';
import { DEFAULT_LEVEL, type Interval } from '../intervals/interval.ts';
import type { Confusion } from './confusion.ts';

/** How much a disagreement counts: all alike, or by how far apart two labels of a scale stand. */
export type KappaWeights = 'none' | 'linear' | 'quadratic';

/**
 * Agreement of two raters beyond chance: 1 is always, 0 what chance would give. Its interval is the large-sample one of
 * Fleiss, Cohen and Everitt (1969). Weights go by the labels' places, so labels have to be in order.
 *
 * NaN where chance alone agrees fully: both have used one label only, which tells nothing of either; and of nothing rated.
 */
export function cohensKappa(
  { counts, total }: Confusion,
  weights: KappaWeights = 'none',
  level: number = DEFAULT_LEVEL,
): Interval {
  const shares = counts.map((row) => row.map((count) => count / total));
  const ofFirst = shares.map((row) => row.reduce((sum, share) => sum + share, 0));
  const ofSecond = shares.map((_, column) => shares.reduce((sum, row) => sum + row[column]!, 0));
  const weight = (row: number, column: number): number => agreementOf(row, column, counts.length, weights);
  const everyCell = (value: (row: number, column: number, share: number) => number): number =>
    shares.reduce(
      (sum, cells, row) => cells.reduce((inner, share, column) => inner + value(row, column, share), sum),
      0,
    );

  const observed = everyCell((row, column, share) => weight(row, column) * share);
  const byChance = everyCell((row, column) => weight(row, column) * ofFirst[row]! * ofSecond[column]!);
  if (total === 0 || !(byChance < 1)) return { estimate: Number.NaN, low: Number.NaN, high: Number.NaN };
  const estimate = (observed - byChance) / (1 - byChance);

  const rowWeights = ofFirst.map((_, row) =>
    ofSecond.reduce((sum, share, column) => sum + weight(row, column) * share, 0),
  );
  const columnWeights = ofSecond.map((_, column) =>
    ofFirst.reduce((sum, share, row) => sum + weight(row, column) * share, 0),
  );
  const spread = everyCell(
    (row, column, share) =>
      share * (weight(row, column) - (rowWeights[row]! + columnWeights[column]!) * (1 - estimate)) ** 2,
  );
  const variance = (spread - (estimate - byChance * (1 - estimate)) ** 2) / (total * (1 - byChance) ** 2);
  const half = normalQuantile(0.5 + level / 2) * Math.sqrt(Math.max(0, variance));
  return { estimate, low: estimate - half, high: Math.min(1, estimate + half) };
}

/** 1 for the same label, 0 for the two that are furthest apart. */
function agreementOf(row: number, column: number, labels: number, weights: KappaWeights): number {
  if (row === column) return 1;
  if (weights === 'none') return 0;
  const distance = Math.abs(row - column) / (labels - 1);
  return 1 - (weights === 'linear' ? distance : distance ** 2);
}
