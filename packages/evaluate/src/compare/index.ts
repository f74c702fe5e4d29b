export { numericScore } from '@tracewright/schema';
export type { CompareGridsOptions, GridComparison, TagChange } from './compare-grids.ts';
export { compareByTag, compareGrids } from './compare-grids.ts';
export type { MeasureChange, PassingChange } from './compare-measures.ts';
export type { MeasureKind, OtherJudge } from './measures.ts';
export type { RowChange } from './row-changes.ts';
export type { ScoreShape, ScoreShapes } from './score-shapes.ts';
export { scoreShapes } from './score-shapes.ts';
