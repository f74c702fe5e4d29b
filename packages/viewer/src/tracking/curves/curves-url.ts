import type { Query } from '../../url/query.ts';
import type { CurveX } from './curve.ts';
import type { CurveLook } from './curve-option.ts';

/** How curves are shown, by the names of the URL. Absent ones stand for their defaults. */
export interface CurvesQuery {
  /** A part of the metric's name. */
  readonly find?: string | undefined;
  readonly x?: CurveX | undefined;
  /** `1`: a logarithmic scale. */
  readonly log?: string | undefined;
  /** Weight of the smoothing, from 0 to 0.99. */
  readonly smooth?: string | undefined;
}

export function curvesQuery({ find, x, log, smooth }: Query): CurvesQuery {
  return { find, x: x === 'time' || x === 'relative' ? x : undefined, log, smooth };
}

export function lookOf({ x = 'step', log, smooth }: CurvesQuery): CurveLook {
  const weight = Number(smooth ?? 0);
  return { x, isLog: log === '1', weight: weight > 0 && weight < 1 ? weight : 0 };
}
