import { OTEL, type StepKind, type Usage } from '@tracewright/schema';
import type { Attributes } from '../otlp/attributes.ts';
import type { OtlpSpan } from '../otlp/otlp-request.ts';
import { exchangeContent } from './exchange-content.ts';
import { providerName } from './provider-name.ts';
import { type Names, readCount, readJson, readNumber, readRecord, readText, readValue } from './read-attribute.ts';
import { readInputPreview } from './read-preview.ts';
import { type Dialect, FAILED, NO_FACTS, type ReportedCost, type StepFacts } from './step-facts.ts';
import { GEN_AI_USAGE } from './tracewright.ts';
import { firstUsage, type UsageNames, usageFrom } from './usage.ts';

/** Kinds by `langfuse.observation.type`; a plain `span` or `event` is a task. */
const KIND: Readonly<Record<string, StepKind>> = {
  generation: 'llm',
  embedding: 'embedding',
  agent: 'agent',
  tool: 'tool',
  chain: 'chain',
  retriever: 'retriever',
  guardrail: 'guardrail',
  evaluator: 'evaluator',
};

/** Its wrapper of the OpenAI SDK calls everything a generation. */
const EMBEDDINGS = 'OpenAI.embeddings';

const DETAILS: UsageNames = {
  inputTokens: ['input'],
  outputTokens: ['output'],
  cacheReadInputTokens: ['input_cached_tokens', 'input_cache_read', 'cache_read_input_tokens'],
  cacheWriteInputTokens: ['input_cache_creation', 'cache_creation_input_tokens'],
  reasoningOutputTokens: ['output_reasoning_tokens', 'output_reasoning'],
  audioInputTokens: ['input_audio_tokens', 'input_audio'],
  audioOutputTokens: ['output_audio_tokens', 'output_audio'],
};

const NAMES = {
  type: ['langfuse.observation.type'],
  model: ['langfuse.observation.model.name', 'gen_ai.response.model', 'gen_ai.request.model'],
  provider: ['gen_ai.provider.name', 'gen_ai.system'],
  usage: ['langfuse.observation.usage_details'],
  cost: ['langfuse.observation.cost_details'],
  firstChunk: ['langfuse.observation.completion_start_time'],
  session: [OTEL.sessionId, 'langfuse.session.id'],
  user: [OTEL.userId, 'langfuse.user.id'],
  promptName: ['langfuse.observation.prompt.name'],
  promptVersion: ['langfuse.observation.prompt.version'],
  level: ['langfuse.observation.level'],
  input: ['langfuse.observation.input', 'langfuse.trace.input'],
  output: ['langfuse.observation.output', 'langfuse.trace.output'],
} as const satisfies Record<string, Names>;

/** Spans of Langfuse's SDKs. They name no provider, and tell a failure by a level of their own. */
export const langfuse: Dialect = {
  facts,
  content: (span) => {
    const { attributes } = span;
    const isModel = kindOf(span) === 'llm';
    return exchangeContent(readJson(attributes, NAMES.input), readJson(attributes, NAMES.output), isModel);
  },
};

function facts(span: OtlpSpan): StepFacts {
  const { attributes, statusCode, endNs } = span;
  const isFailed = readText(attributes, NAMES.level) === 'ERROR';
  return {
    ...NO_FACTS,
    kind: kindOf(span),
    provider: providerName(readText(attributes, NAMES.provider)),
    model: readText(attributes, NAMES.model),
    usage: usageOf(attributes),
    isFailed,
    hasAnswer: (!isFailed && statusCode !== FAILED) || readValue(attributes, NAMES.firstChunk) !== undefined,
    ttftUs: ttftUs(span),
    sessionId: readText(attributes, NAMES.session),
    userId: readText(attributes, NAMES.user),
    promptName: readText(attributes, NAMES.promptName),
    promptVersion: readText(attributes, NAMES.promptVersion),
    preview: readInputPreview(attributes, NAMES.input),
    isPending: endNs === 0n,
    reportedCost: reportedCost(attributes),
  };
}

function kindOf({ attributes, name }: OtlpSpan): StepKind {
  const type = readText(attributes, NAMES.type);
  if (type === 'generation' && name === EMBEDDINGS) return 'embedding';
  return Object.hasOwn(KIND, type) ? KIND[type]! : 'task';
}

function usageOf(attributes: Attributes): Usage {
  return firstUsage(withDetails(readRecord(attributes, NAMES.usage)), usageFrom(attributes, GEN_AI_USAGE));
}

/**
 * Its details are disjoint: `input` is what none of the others beginning with `input` has counted. Senders who give
 * the sum there all the same are found out by the total.
 */
function withDetails(details: Attributes): Usage {
  const usage = usageFrom(details, DETAILS);
  const { inputTokens, outputTokens } = usage;
  const total = readCount(details, ['total']);
  if (inputTokens === undefined || inputTokens + (outputTokens ?? 0) === total) return usage;
  return {
    ...usage,
    inputTokens: sumOf(details, 'input'),
    ...(outputTokens === undefined ? {} : { outputTokens: sumOf(details, 'output') }),
  };
}

function sumOf(details: Attributes, prefix: string): number {
  const names = details.keys.filter((key) => key.startsWith(prefix));
  return names.reduce((sum, name) => sum + (readCount(details, [name]) ?? 0), 0);
}

/** An ISO time as JSON text. */
function ttftUs({ attributes, startNs }: OtlpSpan): number {
  const firstMs = Date.parse(String(readJson(attributes, NAMES.firstChunk) ?? ''));
  const us = Math.round(firstMs * 1_000 - Number(startNs / 1_000n));
  return us >= 0 ? us : -1;
}

function reportedCost(attributes: Attributes): ReportedCost | undefined {
  const details = readRecord(attributes, NAMES.cost);
  const parts = details.keys.flatMap((key) => {
    const usd = readNumber(details, [key]);
    return usd === undefined ? [] : [[key, usd] as const];
  });
  if (parts.length === 0) return undefined;
  const total = parts.find(([key]) => key === 'total')?.[1];
  const partsUsd = Object.fromEntries(parts.filter(([key]) => key !== 'total'));
  const totalUsd = total ?? Object.values(partsUsd).reduce((sum, usd) => sum + usd, 0);
  return { source: 'sender', totalUsd, partsUsd, unpriced: [] };
}
