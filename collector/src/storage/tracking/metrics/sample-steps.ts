import type { StepRange } from './metric-store.ts';

/**
 * Steps at which points of several runs are shown: at most `limit` of those that there are, evenly chosen, and besides
 * the first and the last of each run, so that no line is cut off.
 *
 * @param ofRuns steps of each run, in any order and with repetitions
 */
export function sampleSteps(
  ofRuns: readonly (readonly number[])[],
  { limit, steps }: { readonly limit: number; readonly steps: StepRange | undefined },
): ReadonlySet<number> {
  const all = [...new Set(ofRuns.flat())].sort((a, b) => a - b);
  const { from, to } = steps ?? { from: 0, to: all.at(-1) ?? 0 };
  const inRange = all.filter((step) => step >= from && step <= to);
  const chosen = new Set<number>();
  const count = Math.min(limit, inRange.length);
  for (let index = 0; index < count; index++) chosen.add(inRange[Math.floor((index * inRange.length) / count)]!);
  for (const ofRun of ofRuns) {
    if (ofRun.length === 0) continue;
    const { least, most } = ends(ofRun);
    for (const end of [least, most]) if (end >= from && end <= to) chosen.add(end);
  }
  return chosen;
}

function ends(steps: readonly number[]): { readonly least: number; readonly most: number } {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const step of steps) {
    if (step < least) least = step;
    if (step > most) most = step;
  }
  return { least, most };
}
