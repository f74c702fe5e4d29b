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

/** Reads rows of which it is known that there is no other of the same span. */
export function selectSingle(columns: string, where: string): string {
  return `SELECT ${columns} FROM spans WHERE (${where}) AND is_gone = 0`;
}

/**
 * Has rows compared only where one may take the place of another: a part has one row of a span at most, and all rows of
 * a span lie in one minute.
 *
 * @param minutesOfParts those in which the spans of each part begin
 * @param isSingle whether no span of a minute has two rows, though several parts have rows of it
 */
export function standingSpans(
  minutesOfParts: readonly (readonly number[])[],
  isSingle: (minute: number) => boolean = () => false,
): StandingSpans {
  const partsOf = countParts(minutesOfParts);
  const minutes = [...partsOf.keys()].sort((a, b) => a - b);
  const stretches = stretchesOf(minutes.filter((minute) => partsOf.get(minute)! > 1 && !isSingle(minute)));
  const isMerged = (minute: number): boolean =>
    partsOf.has(minute) && stretches.some(([first, last]) => minute >= first && minute <= last);
  const merged = inStretches(stretches);
  if (stretches.length === 0) return { minutes, isMerged, select: selectSingle };
  if (minutes.every(isMerged)) return { ...MERGED_SPANS, minutes, isMerged };
  return {
    ...{ minutes, isMerged },
    select(columns, where) {
      // A set that the condition names would be made twice, once for either half.
      if (where.includes('SELECT')) return MERGED_SPANS.select(columns, where);
      const single = selectSingle(columns, `(${where}) AND NOT ${merged}`);
      return `${single} UNION ALL ${MERGED_SPANS.select(columns, `(${where}) AND ${merged}`)}`;
    },
  };
}

/** In how many parts each minute lies. */
export function countParts(minutesOfParts: readonly (readonly number[])[]): Map<number, number> {
  const partsOf = new Map<number, number>();
  for (const minutes of minutesOfParts) {
    for (const minute of minutes) partsOf.set(minute, (partsOf.get(minute) ?? 0) + 1);
  }
  return partsOf;
}

/** Numbers from first to last. */
export type Stretch = readonly [first: number, last: number];

/** From first to last, joined across gaps where they would be too many. @param numbers ascending */
export function stretchesOf(numbers: readonly number[]): readonly Stretch[] {
  for (let gap = 1; ; gap *= 2) {
    const stretches: [number, number][] = [];
    for (const number of numbers) {
      const stretch = stretches.at(-1);
      if (stretch !== undefined && number - stretch[1] <= gap) stretch[1] = number;
      else stretches.push([number, number]);
    }
    if (stretches.length <= MAX_STRETCHES) return stretches;
  }
}

/** Whether a row begins in any of these minutes, in SQL; there is one at least. */
export function inStretches(stretches: readonly Stretch[]): string {
  return `(${stretches.map(([first, last]) => `minute BETWEEN ${first} AND ${last}`).join(' OR ')})`;
}
