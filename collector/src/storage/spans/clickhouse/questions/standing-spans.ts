/** How the rows of `spans` that stand are read, as a part of a statement. */
export interface StandingSpans {
  /** The minutes in which spans begin, ascending; some may have none any more. Undefined where that is not known. */
  readonly minutes: readonly number[] | undefined;
  /** Whether the engine compares the rows of a minute that is known, however many there are of a span. */
  readonly isMerged: (minute: number) => boolean;
  /** @param where what comes behind `WHERE` */
  readonly select: (columns: string, where: string) => string;
}

/** So many stretches of time are named in a statement at most. */
const MAX_STRETCHES = 100;

/** Of the rows of a span the engine finds out which one stands, wherever they lie. */
export const MERGED_SPANS: StandingSpans = {
  minutes: undefined,
  isMerged: () => true,
  select: (columns, where) => `SELECT ${columns} FROM spans FINAL WHERE ${where}`,
};

/**
 * Has rows compared only where one may take the place of another: a part has one row of a span at most, and all rows of
 * a span lie in one minute.
 *
 * @param minutesOfParts those in which the spans of each part begin
 */
export function standingSpans(minutesOfParts: readonly (readonly number[])[]): StandingSpans {
  const partsOf = new Map<number, number>();
  for (const minute of minutesOfParts.flat()) partsOf.set(minute, (partsOf.get(minute) ?? 0) + 1);
  const minutes = [...partsOf.keys()].sort((a, b) => a - b);
  const stretches = stretchesOf(minutes.filter((minute) => partsOf.get(minute)! > 1));
  const isMerged = (minute: number): boolean =>
    partsOf.has(minute) && stretches.some(([first, last]) => minute >= first && minute <= last);
  const merged = `(${stretches.map(([first, last]) => `minute BETWEEN ${first} AND ${last}`).join(' OR ')})`;
  const plain = (columns: string, where: string): string =>
    `SELECT ${columns} FROM spans WHERE (${where}) AND is_gone = 0`;
  if (stretches.length === 0) return { minutes, isMerged, select: plain };
  if (minutes.every(isMerged)) return { ...MERGED_SPANS, minutes, isMerged };
  return {
    ...{ minutes, isMerged },
    select(columns, where) {
      // A set that the condition names would be made twice, once for either half.
      if (where.includes('SELECT')) return MERGED_SPANS.select(columns, where);
      const single = plain(columns, `(${where}) AND NOT ${merged}`);
      return `${single} UNION ALL ${MERGED_SPANS.select(columns, `(${where}) AND ${merged}`)}`;
    },
  };
}

/** From first to last, joined across gaps where they would be too many. @param minutes ascending */
function stretchesOf(minutes: readonly number[]): readonly (readonly [first: number, last: number])[] {
  for (let gap = 1; ; gap *= 2) {
    const stretches: [number, number][] = [];
    for (const minute of minutes) {
      const stretch = stretches.at(-1);
      if (stretch !== undefined && minute - stretch[1] <= gap) stretch[1] = minute;
      else stretches.push([minute, minute]);
    }
    if (stretches.length <= MAX_STRETCHES) return stretches;
  }
}
