import type { RunPoint } from '../api/metrics.ts';

/** How a metric of one run went. */
export interface Curve {
  readonly runId: string;
  /** Of the run. */
  readonly name: string;
  /** In the order of the x axis; values can be NaN and infinite. */
  readonly points: readonly CurvePoint[];
}

export interface CurvePoint {
  readonly step: number;
  /** Milliseconds since the Unix epoch. */
  readonly timeMs: number;
  readonly value: number;
}

/** What a curve goes along: steps, moments, or time since its first point. */
export type CurveX = 'step' | 'time' | 'relative';

/** Histories of one metric, run by run, in the order of the runs; those without a point are left out. */
export function curvesOf(
  runs: readonly { readonly id: string; readonly name: string }[],
  points: readonly RunPoint[],
): readonly Curve[] {
  const byRun = Map.groupBy(points, ({ run_id: id }) => id);
  return runs.flatMap(({ id, name }) => {
    const found = byRun
      .get(id)
      ?.map(({ step, timestamp, value }) => ({ step, timeMs: timestamp, value: Number(value) }));
    return found ? [{ runId: id, name, points: found.sort((a, b) => a.step - b.step || a.timeMs - b.timeMs) }] : [];
  });
}

/** Where points stand on the x axis: a step, ms since the epoch, or ms since the first. */
export function placesOn(x: CurveX, { points }: Curve): readonly number[] {
  if (x === 'step') return points.map(({ step }) => step);
  const first = x === 'time' ? 0 : Math.min(...points.map(({ timeMs }) => timeMs));
  return points.map(({ timeMs }) => timeMs - first);
}
