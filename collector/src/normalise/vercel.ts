import type { StepKind } from '@tracewright/schema';
import type { OtlpSpan } from '../otlp/otlp-request.ts';
import { providerName } from './provider-name.ts';
import { type Names, readNumber, readText, readValue } from './read-attribute.ts';
import { readInputPreview } from './read-preview.ts';
import { type Dialect, FAILED, microseconds, NO_FACTS, type StepFacts } from './step-facts.ts';
import { type UsageNames, usageFrom } from './usage.ts';
import { vercelContent } from './vercel-content.ts';

/**
 * Kinds by `ai.operationId`, of which the part behind the second dot tells a call to a provider from the function that
 * makes it, and repeats its usage.
 */
const KIND: Readonly<Record<string, StepKind>> = {
  'ai.generateText': 'chain',
  'ai.generateText.doGenerate': 'llm',
  'ai.streamText': 'chain',
  'ai.streamText.doStream': 'llm',
  'ai.generateObject': 'chain',
  'ai.generateObject.doGenerate': 'llm',
  'ai.streamObject': 'chain',
  'ai.streamObject.doStream': 'llm',
  'ai.embed': 'chain',
  'ai.embed.doEmbed': 'embedding',
  'ai.embedMany': 'chain',
  'ai.embedMany.doEmbed': 'embedding',
  'ai.rerank': 'chain',
  'ai.rerank.doRerank': 'reranker',
  'ai.toolCall': 'tool',
};

const USAGE: UsageNames = {
  inputTokens: ['ai.usage.inputTokens', 'gen_ai.usage.input_tokens', 'ai.usage.promptTokens', 'ai.usage.tokens'],
  outputTokens: ['ai.usage.outputTokens', 'gen_ai.usage.output_tokens', 'ai.usage.completionTokens'],
  cacheReadInputTokens: ['ai.usage.inputTokenDetails.cacheReadTokens', 'ai.usage.cachedInputTokens'],
  cacheWriteInputTokens: ['ai.usage.inputTokenDetails.cacheWriteTokens'],
  reasoningOutputTokens: ['ai.usage.outputTokenDetails.reasoningTokens', 'ai.usage.reasoningTokens'],
};

const NAMES = {
  operation: ['ai.operationId'],
  provider: ['ai.model.provider', 'gen_ai.system'],
  model: ['ai.response.model', 'gen_ai.response.model', 'ai.model.id', 'gen_ai.request.model'],
  ttftMs: ['ai.response.msToFirstChunk', 'ai.stream.msToFirstChunk'],
  session: ['ai.telemetry.metadata.sessionId', 'ai.telemetry.metadata.session_id', 'session.id'],
  user: ['ai.telemetry.metadata.userId', 'ai.telemetry.metadata.user_id', 'user.id'],
  input: ['ai.prompt.messages', 'ai.prompt', 'ai.toolCall.args', 'ai.value', 'ai.query'],
  answer: ['ai.response.finishReason', 'ai.response.text', 'ai.response.toolCalls', 'ai.response.msToFirstChunk'],
} as const satisfies Record<string, Names>;

/** Spans of the Vercel AI SDK up to its version 6. Later ones follow the GenAI conventions. */
export const vercel: Dialect = { facts, content: vercelContent };

function facts({ attributes, statusCode, endNs }: OtlpSpan): StepFacts {
  const operation = readText(attributes, NAMES.operation);
  const ttftMs = readNumber(attributes, NAMES.ttftMs);
  return {
    ...NO_FACTS,
    kind: Object.hasOwn(KIND, operation) ? KIND[operation]! : 'task',
    provider: vercelProvider(readText(attributes, NAMES.provider)),
    model: readText(attributes, NAMES.model),
    usage: usageFrom(attributes, USAGE),
    hasAnswer: statusCode !== FAILED || readValue(attributes, NAMES.answer) !== undefined,
    ttftUs: microseconds(ttftMs === undefined ? undefined : ttftMs / 1_000),
    sessionId: readText(attributes, NAMES.session),
    userId: readText(attributes, NAMES.user),
    preview: readInputPreview(attributes, NAMES.input),
    isPending: endNs === 0n,
  };
}

/** The SDK names the provider's API too: `openai.chat`, `google.vertex.chat`, `amazon-bedrock`. */
function vercelProvider(name: string): string {
  if (name.startsWith('google.vertex')) return 'gcp.vertex_ai';
  const [first = ''] = name.split('.');
  return providerName(first.replaceAll('-', '_'));
}
