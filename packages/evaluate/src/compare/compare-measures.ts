import {
  type BootstrapOptions,
  type Difference,
  holm,
  mean,
  pairedBootstraps,
  signTest,
} from '@tracewright/statistics';
import { type Measure, type MeasureKind, type OtherJudge, OVERALL } from './measures.ts';

/** How a thing measured has changed, over the rows of which both evaluations know it. */
export interface MeasureChange {
  readonly name: string;
  readonly kind: MeasureKind;
  readonly direction: 'higher' | 'lower';
  /** Rows that are compared. */
  readonly rows: number;
  /** Rows that only one of the two could measure: a score that fails more often hides what it would have said. */
  readonly onlyBefore: number;
  readonly onlyAfter: number;
  /** Means of these rows; NaN of none. */
  readonly before: number;
  readonly after: number;
  /** After minus before, with interval and p for it alone. */
  readonly delta: Difference;
  /** Corrected for all scores, or for all that rows took, that were compared at once (Holm). */
  readonly pAdjusted: number;
  /** Rows that got better, stayed, and got worse, by the direction. */
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** `unclear`: what is seen may well be chance. */
  readonly verdict: 'better' | 'worse' | 'unclear';
  /** Null where no line is drawn between good and bad. */
  readonly passing: PassingChange | null;
  /** Not null where the later rows were judged by another judge, or another version of it: the change may be the judge's. */
  readonly otherJudge: OtherJudge | null;
}

/** Rows that passed in more than half of their trials. */
export interface PassingChange {
  /** Shares. */
  readonly before: number;
  readonly after: number;
  /** Rows that pass only now, and only before. */
  readonly gained: number;
  readonly lost: number;
  /** McNemar's exact test. */
  readonly p: number;
}

const DEFAULT_LEVEL = 0.95;

/** Compares measures of the same rows. `rows` are the places to look at; default all. */
export function compareMeasures(
  measures: readonly Measure[],
  options: BootstrapOptions = {},
  rows?: readonly number[],
): readonly MeasureChange[] {
  const known = measures.map((measure) => knownRows(measure, rows));
  const deltas = new Map<number, Difference>();
  // Measures of the same rows are drawn together.
  for (const together of Map.groupBy(known.keys(), (index) => known[index]!.signature).values()) {
    const differences = together.map((index) => differencesOf(measures[index]!, known[index]!.places));
    for (const [at, delta] of pairedBootstraps(differences, options).entries()) deltas.set(together[at]!, delta);
  }
  const adjusted = new Map<number, number>();
  for (const family of Map.groupBy(measures.keys(), (index) => familyOf(measures[index]!)).values()) {
    for (const [at, p] of holm(family.map((index) => deltas.get(index)!.p)).entries()) adjusted.set(family[at]!, p);
  }
  return measures.map((measure, index) =>
    changeOf(measure, known[index]!, deltas.get(index)!, adjusted.get(index)!, 1 - (options.level ?? DEFAULT_LEVEL)),
  );
}

/** What is asked at once: the overall score is one question, of all scores, and what rows took is another matter. */
function familyOf({ name, kind }: Measure): string {
  if (kind !== 'score') return 'facts';
  return name === OVERALL ? OVERALL : 'scores';
}

interface KnownRows {
  readonly places: Uint32Array;
  readonly onlyBefore: number;
  readonly onlyAfter: number;
  /** Alike for measures that know the same rows. */
  readonly signature: string;
}

function knownRows({ before, after }: Measure, rows: readonly number[] = [...before.keys()]): KnownRows {
  const places: number[] = [];
  let [onlyBefore, onlyAfter, hash] = [0, 0, 0];
  for (const place of rows) {
    const [isBefore, isAfter] = [!Number.isNaN(before[place]), !Number.isNaN(after[place])];
    if (isBefore && isAfter) places.push(place);
    else {
      onlyBefore += Number(isBefore);
      onlyAfter += Number(isAfter);
      hash = (Math.imul(hash, 31) + place + 1) | 0;
    }
  }
  return { places: Uint32Array.from(places), onlyBefore, onlyAfter, signature: `${places.length} ${hash}` };
}

function differencesOf({ before, after }: Measure, places: Uint32Array): Float64Array {
  return Float64Array.from(places, (place) => after[place]! - before[place]!);
}

function changeOf(
  measure: Measure,
  { places, onlyBefore, onlyAfter }: KnownRows,
  delta: Difference,
  pAdjusted: number,
  mostP: number,
): MeasureChange {
  const sign = measure.direction === 'higher' ? 1 : -1;
  let [wins, losses] = [0, 0];
  for (const place of places) {
    const gain = (measure.after[place]! - measure.before[place]!) * sign;
    wins += Number(gain > 0);
    losses += Number(gain < 0);
  }
  const isClear = pAdjusted < mostP;
  return {
    ...{ name: measure.name, kind: measure.kind, direction: measure.direction },
    ...{ rows: places.length, onlyBefore, onlyAfter, delta, pAdjusted, wins, losses },
    before: mean(Float64Array.from(places, (place) => measure.before[place]!)),
    after: mean(Float64Array.from(places, (place) => measure.after[place]!)),
    ties: places.length - wins - losses,
    verdict: isClear ? (delta.estimate * sign > 0 ? 'better' : 'worse') : 'unclear',
    passing: passingOf(measure, places),
    otherJudge: measure.otherJudge ?? null,
  };
}

function passingOf({ passedBefore, passedAfter }: Measure, places: Uint32Array): PassingChange | null {
  if (passedBefore === undefined || passedAfter === undefined) return null;
  let [rows, before, after, gained, lost] = [0, 0, 0, 0, 0];
  for (const place of places) {
    const [shareBefore, shareAfter] = [passedBefore[place]!, passedAfter[place]!];
    if (Number.isNaN(shareBefore + shareAfter)) continue;
    const [wasPassing, isPassing] = [shareBefore > 0.5, shareAfter > 0.5];
    rows++;
    before += Number(wasPassing);
    after += Number(isPassing);
    gained += Number(isPassing && !wasPassing);
    lost += Number(wasPassing && !isPassing);
  }
  if (rows === 0) return null;
  return { before: before / rows, after: after / rows, gained, lost, p: signTest(gained, lost) };
}
