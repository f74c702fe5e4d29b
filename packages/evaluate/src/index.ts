export type {
  AnswerOf,
  BleuPair,
  CallGateOptions,
  CallUsage,
  ComparedOptions,
  ContextRelevanceOptions,
  CustomJudgeOptions,
  EmbeddingsClient,
  Expectations,
  FaithfulnessOptions,
  GatedCall,
  GuidelinesOptions,
  JsonSchema,
  Judge,
  JudgeMessage,
  JudgeModel,
  JudgeOptions,
  JudgeReply,
  JudgeRequest,
  JudgeUsage,
  LangChainChatModel,
  LangChainModelOptions,
  OpenAIClient,
  OpenAIModelOptions,
  PairwiseOptions,
  PositionEffect,
  Preference,
  ProviderCalls,
  RateLimit,
  RateLimits,
  ResultRow,
  RougeScore,
  RougeType,
  RowDocument,
  RowSpan,
  RowTrace,
  Score,
  ScoreContext,
  ScoredRow,
  Scorer,
  ScorerErrorCode,
  ToolCall,
} from '@tracewright/scoring';
export {
  answerRelevance,
  CallGate,
  codeScorer,
  contextRelevance,
  contextSufficiency,
  corpusBleu,
  correctness,
  faithfulness,
  groundedness,
  guidelines,
  hallucination,
  judge,
  langchainModel,
  openaiModel,
  pairwise,
  rag,
  rougeScore,
  ScorerError,
  safety,
  scorers,
  sentenceBleu,
  summarisation,
  toxicity,
} from '@tracewright/scoring';
export type { CalibratedRow, CalibrateOptions, CalibrationResult } from './calibrate/calibrate.ts';
export { calibrate } from './calibrate/calibrate.ts';
export type { LabelledRow } from './calibrate/labelled-row.ts';
export type { ComparedSide, CompareOptions, EvaluationComparison } from './compare/compare.ts';
export { compare } from './compare/compare.ts';
export type { GridComparison, TagChange } from './compare/compare-grids.ts';
export type { MeasureChange, PassingChange } from './compare/compare-measures.ts';
export { comparisonText } from './compare/comparison-text.ts';
export type { EvaluationRef } from './compare/load-evaluation.ts';
export type { RowChange } from './compare/row-changes.ts';
export type { DataRow } from './data/data-row.ts';
export type { DatasetRows, EvaluationData, NamedRows, TraceRows } from './data/evaluation-data.ts';
export { evaluate } from './evaluate/evaluate.ts';
export type { EvaluationErrorCode } from './evaluate/evaluation-error.ts';
export { EvaluationError } from './evaluate/evaluation-error.ts';
export type { ChatClient } from './evaluate/model-task.ts';
export { modelTask } from './evaluate/model-task.ts';
export type { EvaluateOptions, Task, TaskContext } from './evaluate/options.ts';
export type { RegressionOptions } from './regression/check-regression.ts';
export { intervalLevel, regressionsOf } from './regression/check-regression.ts';
export type { ExpectNoRegressionOptions } from './regression/expect-no-regression.ts';
export { expectNoRegression } from './regression/expect-no-regression.ts';
export { RegressionError } from './regression/regression-error.ts';
export type { Ignored } from './replay/ignored.ts';
export type { RecordedTrace } from './replay/record-trace.ts';
export { recordTrace } from './replay/record-trace.ts';
export type {
  CallRequest,
  ModelAnswer,
  RecordedCall,
  RecordedFailure,
  RecordedUsage,
  Recording,
  ResultAnswer,
} from './replay/recording.ts';
export { recordingText } from './replay/recording.ts';
export type { RecordingSource, Replay, ReplayOptions } from './replay/replay.ts';
export { replay, startReplay } from './replay/replay.ts';
export type { ReplayErrorCode } from './replay/replay-error.ts';
export { ReplayError } from './replay/replay-error.ts';
export type { EvaluationResult, ScorerInfo, TrialSpread } from './results/evaluation-result.ts';
