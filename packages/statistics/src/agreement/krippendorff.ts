/** What labels are: names, places in an order, or numbers. */
export type AlphaScale = 'nominal' | 'ordinal' | 'interval';

/**
 * Krippendorff's alpha of any number of raters, not all of whom have rated everything: 1 is always agreed, 0 what
 * chance would give, below it is worse than chance.
 *
 * `ratings` has one row for each thing that was rated, with one place for each rater; null where nobody has. For
 * `nominal` the numbers are names: any number for each label.
 *
 * NaN where no two have rated the same thing, or all have said the same of everything.
 */
export function krippendorffAlpha(ratings: readonly (readonly (number | null)[])[], scale: AlphaScale): number {
  const values = [...new Set(ratings.flat())].filter((value) => value !== null).sort((a, b) => a - b);
  const place = new Map(values.map((value, index) => [value, index]));
  const pairs = coincidences(ratings, place);
  const totals = pairs.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = totals.reduce((sum, count) => sum + count, 0);
  const distance = distances(values, totals, scale);
  let observed = 0;
  let expected = 0;
  for (const [row, counts] of pairs.entries()) {
    for (const [column, count] of counts.entries()) {
      observed += count * distance(row, column);
      expected += totals[row]! * totals[column]! * distance(row, column);
    }
  }
  return expected === 0 ? Number.NaN : 1 - ((total - 1) * observed) / expected;
}

/** How often each value met each other one within a thing rated, each rating of a thing weighing the same. */
function coincidences(
  ratings: readonly (readonly (number | null)[])[],
  place: ReadonlyMap<number, number>,
): number[][] {
  const pairs = Array.from(place, () => Array.from(place, () => 0));
  for (const row of ratings) {
    const given = row.filter((value) => value !== null).map((value) => place.get(value)!);
    for (const [rater, one] of given.entries()) {
      for (const [other, another] of given.entries()) {
        if (rater !== other) pairs[one]![another]! += 1 / (given.length - 1);
      }
    }
  }
  return pairs;
}

function distances(
  values: readonly number[],
  totals: readonly number[],
  scale: AlphaScale,
): (row: number, column: number) => number {
  if (scale === 'nominal') return (row, column) => Number(row !== column);
  if (scale === 'interval') return (row, column) => (values[row]! - values[column]!) ** 2;
  // Two ranks are as far apart as there are ratings between them, half of their own counted on either side.
  let sum = 0;
  const upTo = totals.map((count) => {
    sum += count;
    return sum - count / 2;
  });
  return (row, column) => (upTo[row]! - upTo[column]!) ** 2;
}
