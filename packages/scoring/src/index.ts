import * as scorers from './scorers/scorers.ts';

export type { CallGateOptions, CallUsage, GatedCall, RateLimits } from './calls/call-gate.ts';
export { CallGate } from './calls/call-gate.ts';
export type { Clock } from './calls/clock.ts';
export { SYSTEM_CLOCK } from './calls/clock.ts';
export { errorFacts, isRetryable, retryAfterMs } from './calls/error-facts.ts';
export type { RateLimit } from './calls/rate-limiter.ts';
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
export type { JudgeOutcome, JudgeStep, JudgeStepResult, JudgeTracing } from './judges/judge-tracing.ts';
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
export type { Expectations } from './row/expectations.ts';
export { documentsIn, parsedJson, toolCallsIn } from './row/json-facts.ts';
export { canonicalText, recordedValue } from './row/recorded-value.ts';
export type { ProviderCalls, RowDocument, RowSpan, RowTrace, ToolCall } from './row/row-trace.ts';
export type { ComparedOptions } from './scorers/code-scorer.ts';
export { codeScorer } from './scorers/code-scorer.ts';
export type { ResultRow } from './scorers/result-row.ts';
export { scoreRow } from './scorers/score-row.ts';
export type { Score, ScoreContext, ScoredRow, Scorer } from './scorers/scorer.ts';
export type { ScorerErrorCode } from './scorers/scorer-error.ts';
export { ScorerError } from './scorers/scorer-error.ts';
export type { BleuPair } from './scorers/text/bleu-score.ts';
export { corpusBleu, sentenceBleu } from './scorers/text/bleu-score.ts';
export type { EmbeddingsClient } from './scorers/text/embedding-similarity.ts';
export type { RougeScore, RougeType } from './scorers/text/rouge-score.ts';
export { rougeScore } from './scorers/text/rouge-score.ts';
export { scorers };
