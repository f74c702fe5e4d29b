import * as scorers from './scorers/scorers.ts';

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
export type { DataRow, Expectations } from './data/data-row.ts';
export type { DatasetRows, EvaluationData, NamedRows, TraceRows } from './data/evaluation-data.ts';
export type { ProviderCalls, RowDocument, RowSpan, RowTrace, ToolCall } from './data/row-trace.ts';
export type { CallGateOptions, CallUsage, GatedCall, RateLimits } from './evaluate/call-gate.ts';
export { CallGate } from './evaluate/call-gate.ts';
export { evaluate } from './evaluate/evaluate.ts';
export type { EvaluationErrorCode } from './evaluate/evaluation-error.ts';
export { EvaluationError } from './evaluate/evaluation-error.ts';
export type { ChatClient } from './evaluate/model-task.ts';
export { modelTask } from './evaluate/model-task.ts';
export type { EvaluateOptions, Task, TaskContext } from './evaluate/options.ts';
export type { RateLimit } from './evaluate/rate-limiter.ts';
export { answerRelevance } from './judges/answer-relevance.ts';
export type { ContextRelevanceOptions } from './judges/context-quality.ts';
export { contextRelevance, contextSufficiency } from './judges/context-quality.ts';
export { correctness } from './judges/correctness.ts';
export type { FaithfulnessOptions } from './judges/groundedness.ts';
export { faithfulness, groundedness } from './judges/groundedness.ts';
export type { GuidelinesOptions } from './judges/guidelines.ts';
export { guidelines } from './judges/guidelines.ts';
export { hallucination } from './judges/hallucination.ts';
export type { CustomJudgeOptions } from './judges/judge.ts';
export { judge } from './judges/judge.ts';
export type { Judge, JudgeOptions } from './judges/make-judge.ts';
export type {
  JsonSchema,
  JudgeMessage,
  JudgeModel,
  JudgeReply,
  JudgeRequest,
  JudgeUsage,
} from './judges/model/judge-model.ts';
export type { LangChainChatModel, LangChainModelOptions } from './judges/model/langchain-model.ts';
export { langchainModel } from './judges/model/langchain-model.ts';
export type { OpenAIClient, OpenAIModelOptions } from './judges/model/openai-model.ts';
export { openaiModel } from './judges/model/openai-model.ts';
export type { AnswerOf, PairwiseOptions, PositionEffect, Preference } from './judges/pairwise.ts';
export { pairwise } from './judges/pairwise.ts';
export { rag } from './judges/rag.ts';
export { safety, toxicity } from './judges/safety.ts';
export { summarisation } from './judges/summarisation.ts';
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
export type { EvaluationResult, ResultRow, ScorerInfo, TrialSpread } from './results/evaluation-result.ts';
export type { ComparedOptions } from './scorers/code-scorer.ts';
export { codeScorer } from './scorers/code-scorer.ts';
export type { Score, ScoreContext, ScoredRow, Scorer } from './scorers/scorer.ts';
export type { ScorerErrorCode } from './scorers/scorer-error.ts';
export { ScorerError } from './scorers/scorer-error.ts';
export type { BleuPair } from './scorers/text/bleu-score.ts';
export { corpusBleu, sentenceBleu } from './scorers/text/bleu-score.ts';
export type { EmbeddingsClient } from './scorers/text/embedding-similarity.ts';
export type { RougeScore, RougeType } from './scorers/text/rouge-score.ts';
export { rougeScore } from './scorers/text/rouge-score.ts';
export { scorers };
