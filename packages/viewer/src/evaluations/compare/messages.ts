import type { GridComparison, ScoreShapes } from '@tracewright/evaluate/compare';
import type { EvaluationGrid } from '@tracewright/schema';

/** What the worker is asked: what has changed from one evaluation to a later one. */
export interface ComparisonRequest {
  readonly id: number;
  readonly before: EvaluationGrid;
  readonly after: EvaluationGrid;
  readonly shapes: ScoreShapes;
}

export type ComparisonAnswer =
  | { readonly id: number; readonly comparison: GridComparison }
  | { readonly id: number; readonly failure: string };
