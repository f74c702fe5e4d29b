/** How often each label of one rater met each of another's. */
export interface Confusion {
  /** Ascending: as numbers where all are, else as texts. */
  readonly labels: readonly string[];
  /** By label of the first rater (rows), then of the second (columns). */
  readonly counts: readonly (readonly number[])[];
  readonly total: number;
  /** Rows about which the two agree. */
  readonly agreed: number;
}

/**
 * Counts what two raters said of the same things. `labels` names labels that have to be there though nobody has used
 * them, in their order; labels that it lacks are added behind.
 *
 * @throws RangeError if one rater has said more than the other
 */
export function confusion(
  first: readonly string[],
  second: readonly string[],
  labels: readonly string[] = [],
): Confusion {
  if (first.length !== second.length) {
    throw new RangeError(`two raters say the same number of labels, not ${first.length} and ${second.length}`);
  }
  const known = new Set(labels);
  const others = [...new Set([...first, ...second])].filter((label) => !known.has(label));
  const all = [...known, ...inOrder(others)];
  const place = new Map(all.map((label, index) => [label, index]));
  const counts = all.map(() => all.map(() => 0));
  let agreed = 0;
  for (const [index, label] of first.entries()) {
    const other = second[index]!;
    counts[place.get(label)!]![place.get(other)!]!++;
    agreed += Number(label === other);
  }
  return { labels: all, counts, total: first.length, agreed };
}

function inOrder(labels: readonly string[]): readonly string[] {
  const areNumbers = labels.every((label) => label !== '' && Number.isFinite(Number(label)));
  return areNumbers
    ? labels.toSorted((a, b) => Number(a) - Number(b))
    : labels.toSorted((a, b) => Number(a > b) - Number(a < b));
}
