import { GEN_AI, isStepKind, OTEL, type StepKind, TRACEWRIGHT } from '@tracewright/schema';
import type { Attributes } from '../otlp/attributes.ts';
import type { OtlpSpan } from '../otlp/otlp-request.ts';
import { ofKeys, presentPlaces } from './of-keys.ts';
import { previewOf } from './preview.ts';
import { providerName } from './provider-name.ts';
import { hasValue, type Names, readFlag, readNumber, readText, readTexts, readValue } from './read-attribute.ts';
import { readInputPreview, readMessagesPreview } from './read-preview.ts';
import { type Dialect, FAILED, microseconds, type ReportedCost, type StepFacts } from './step-facts.ts';
import { tracewrightContent } from './tracewright-content.ts';
import { NO_USAGE, type UsageNames, usageFrom } from './usage.ts';

/** Kinds by `gen_ai.operation.name`; an operation that is not here is a task. */
const KIND_OF_OPERATION: Readonly<Record<string, StepKind>> = {
  chat: 'llm',
  text_completion: 'llm',
  generate_content: 'llm',
  embeddings: 'embedding',
  retrieval: 'retriever',
  execute_tool: 'tool',
  create_agent: 'agent',
  invoke_agent: 'agent',
  invoke_workflow: 'chain',
  // The Vercel AI SDK's, around each model call of an agent and its tools.
  agent_step: 'chain',
};

/** Every name that the conventions have had, the older ones of OpenLLMetry, and those that Pydantic AI adds. */
export const GEN_AI_USAGE: UsageNames = {
  inputTokens: [GEN_AI.usageInputTokens, 'gen_ai.usage.prompt_tokens'],
  outputTokens: [GEN_AI.usageOutputTokens, 'gen_ai.usage.completion_tokens'],
  cacheReadInputTokens: [
    GEN_AI.usageCacheReadInputTokens,
    'gen_ai.usage.cache_read_input_tokens',
    'gen_ai.usage.details.cache_read_tokens',
  ],
  cacheWriteInputTokens: [
    GEN_AI.usageCacheWriteInputTokens,
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
    'gen_ai.usage.details.cache_write_tokens',
  ],
  reasoningOutputTokens: [
    GEN_AI.usageReasoningOutputTokens,
    'gen_ai.usage.reasoning_tokens',
    'gen_ai.usage.details.reasoning_tokens',
  ],
  audioInputTokens: [GEN_AI.usageAudioInputTokens],
  audioOutputTokens: [GEN_AI.usageAudioOutputTokens],
  imageInputTokens: [GEN_AI.usageImageInputTokens],
  imageOutputTokens: [GEN_AI.usageImageOutputTokens],
  audioSeconds: [TRACEWRIGHT.usageAudioSeconds],
};

const NAMES = {
  kind: [TRACEWRIGHT.spanKind],
  operation: [GEN_AI.operationName],
  tool: [GEN_AI.toolName],
  requested: [GEN_AI.requestModel],
  provider: [GEN_AI.providerName, 'gen_ai.system'],
  model: [GEN_AI.responseModel, GEN_AI.requestModel],
  isEstimated: [TRACEWRIGHT.usageEstimated],
  answer: [GEN_AI.outputMessages, GEN_AI.responseFinishReasons, GEN_AI.responseTimeToFirstChunk, 'gen_ai.completion'],
  responseId: [GEN_AI.responseId],
  streamInput: [TRACEWRIGHT.streamInput],
  ttft: [GEN_AI.responseTimeToFirstChunk, 'gen_ai.client.operation.time_to_first_chunk'],
  session: [OTEL.sessionId, GEN_AI.conversationId],
  user: [OTEL.userId],
  run: [TRACEWRIGHT.runId],
  promptName: [GEN_AI.promptName],
  promptVersion: [GEN_AI.promptVersion],
  pending: [TRACEWRIGHT.spanPending],
  fallbackParent: [TRACEWRIGHT.parentSpanId],
  cost: [GEN_AI.usageCost],
  costSource: [TRACEWRIGHT.costSource],
  costUnpriced: [TRACEWRIGHT.costUnpriced],
  messages: [GEN_AI.inputMessages, 'gen_ai.prompt'],
  input: [TRACEWRIGHT.input, GEN_AI.toolCallArguments],
  query: [GEN_AI.retrievalQueryText],
} as const satisfies Record<string, Names>;

/** Our own spans, and anybody's that follow the GenAI conventions, of today or of earlier. */
export const tracewright: Dialect = { facts, content: tracewrightContent };

function facts({ attributes, statusCode, endNs }: OtlpSpan): StepFacts {
  const { names, usageNames } = namesAmong(attributes.keys);
  return {
    kind: kindOf(attributes, names),
    provider: providerName(readText(attributes, names.provider)),
    model: readText(attributes, names.model),
    usage: usageNames === undefined ? NO_USAGE : usageFrom(attributes, usageNames),
    isUsageEstimated: readFlag(attributes, names.isEstimated),
    isFailed: false,
    hasAnswer: hasAnswer(attributes, names, statusCode),
    isStreamInput: readFlag(attributes, names.streamInput),
    ttftUs: microseconds(readNumber(attributes, names.ttft)),
    sessionId: readText(attributes, names.session),
    userId: readText(attributes, names.user),
    runId: readText(attributes, names.run),
    promptName: readText(attributes, names.promptName),
    promptVersion: readText(attributes, names.promptVersion),
    preview: preview(attributes, names),
    isPending: endNs === 0n || readFlag(attributes, names.pending),
    fallbackParentSpanId: spanIdOrNone(readText(attributes, names.fallbackParent)),
    reportedCost: reportedCost(attributes, names),
  };
}

type StepNames = { readonly [fact in keyof typeof NAMES]: Names };

/** Most steps around the calls have no usage: their counts need not be looked for one by one. */
const namesAmong = ofKeys((keys) => {
  const hasUsage = keys.some((key) => key.startsWith('gen_ai.usage.') || key.startsWith('tracewright.usage.'));
  return {
    names: presentPlaces(NAMES, keys),
    usageNames: hasUsage ? presentPlaces(GEN_AI_USAGE, keys) : undefined,
  };
});

/** Ours if given; else the operation; else what a span of before operations were required must have been. */
function kindOf(attributes: Attributes, names: StepNames): StepKind {
  const ours = readValue(attributes, names.kind);
  if (isStepKind(ours)) return ours;
  const operation = readText(attributes, names.operation);
  if (operation !== '') return Object.hasOwn(KIND_OF_OPERATION, operation) ? KIND_OF_OPERATION[operation]! : 'task';
  if (names.tool.length > 0) return 'tool';
  return names.requested.length > 0 ? 'llm' : 'task';
}

/**
 * A call that fetches the answer of another one has none of its own. What tells the id of its response, but nothing of
 * what is in it, was only accepted: the answer comes with a later call.
 */
function hasAnswer(attributes: Attributes, names: StepNames, statusCode: number): boolean {
  if (readText(attributes, names.operation) === 'fetch_response') return false;
  if (hasValue(attributes, names.answer)) return true;
  return statusCode !== FAILED && !hasValue(attributes, names.responseId);
}

function preview(attributes: Attributes, names: StepNames): string {
  return (
    readMessagesPreview(attributes, names.messages) ||
    readInputPreview(attributes, names.input) ||
    previewOf(readText(attributes, names.query))
  );
}

/** Only figures that we could not compute ourselves. One without a source comes from a sender that is not ours. */
function reportedCost(attributes: Attributes, names: StepNames): ReportedCost | undefined {
  const totalUsd = readNumber(attributes, names.cost);
  const source = readText(attributes, names.costSource) || 'sender';
  if (totalUsd === undefined || !isReporter(source)) return undefined;
  const partsUsd: Record<string, number> = {};
  for (const key of attributes.keys) {
    if (!key.startsWith(TRACEWRIGHT.costPrefix)) continue;
    const value = attributes.get(key);
    if (typeof value === 'number') partsUsd[key.slice(TRACEWRIGHT.costPrefix.length)] = value;
  }
  return { source, totalUsd, partsUsd, unpriced: readTexts(attributes, names.costUnpriced) };
}

function isReporter(source: string): source is ReportedCost['source'] {
  return source === 'provider' || source === 'override' || source === 'sender';
}

function spanIdOrNone(text: string): string {
  return text !== '' && /^(?!0{16})[0-9a-fA-F]{16}$/.test(text) ? text.toLowerCase() : '';
}
