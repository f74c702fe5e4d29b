export type { DataRow, Expectations } from './data/data-row.ts';
export type { RowDocument, RowSpan, RowTrace, ToolCall } from './data/row-trace.ts';
export type { Score, ScoreContext, ScoredRow, Scorer } from './scorers/scorer.ts';
export type { ScorerErrorCode } from './scorers/scorer-error.ts';
export { ScorerError } from './scorers/scorer-error.ts';
