import { OTEL, type StepKind } from '@tracewright/schema';
import type { Attributes } from '../otlp/attributes.ts';
import type { OtlpSpan } from '../otlp/otlp-request.ts';
import { usUntilEvent } from './event-time.ts';
import { openinferenceContent } from './openinference-content.ts';
import { previewOf } from './preview.ts';
import { providerName } from './provider-name.ts';
import { type Names, readText } from './read-attribute.ts';
import { readInputPreview } from './read-preview.ts';
import { type CostNames, senderCost } from './sender-cost.ts';
import { type Dialect, FAILED, NO_FACTS, type StepFacts } from './step-facts.ts';
import { type UsageNames, usageFrom } from './usage.ts';

/** Kinds by `openinference.span.kind`. */
const KIND: Readonly<Record<string, StepKind>> = {
  LLM: 'llm',
  CHAIN: 'chain',
  TOOL: 'tool',
  RETRIEVER: 'retriever',
  RERANKER: 'reranker',
  EMBEDDING: 'embedding',
  AGENT: 'agent',
  GUARDRAIL: 'guardrail',
  EVALUATOR: 'evaluator',
  PROMPT: 'prompt',
};

const USAGE: UsageNames = {
  inputTokens: ['llm.token_count.prompt'],
  outputTokens: ['llm.token_count.completion'],
  cacheReadInputTokens: ['llm.token_count.prompt_details.cache_read', 'llm.token_count.prompt_details.cache_input'],
  cacheWriteInputTokens: ['llm.token_count.prompt_details.cache_write'],
  audioInputTokens: ['llm.token_count.prompt_details.audio'],
  reasoningOutputTokens: ['llm.token_count.completion_details.reasoning'],
  audioOutputTokens: ['llm.token_count.completion_details.audio'],
};

const NAMES = {
  kind: ['openinference.span.kind'],
  provider: ['llm.provider', 'llm.system'],
  model: [
    'llm.response.model_name',
    'llm.request.model_name',
    'llm.model_name',
    'embedding.model_name',
    'reranker.model_name',
  ],
  session: [OTEL.sessionId],
  user: [OTEL.userId],
  input: ['input.value'],
} as const satisfies Record<string, Names>;

const COST: CostNames = {
  total: ['llm.cost.total'],
  input: ['llm.cost.prompt'],
  output: ['llm.cost.completion'],
};

/** Set by OpenInference's instrumentations when the first chunk of a stream arrives. */
const FIRST_TOKEN_EVENT = 'First Token Stream Event';

const ROLE_KEY = /^llm\.input_messages\.(\d{1,9})\.message\.role$/;

/** Spans after OpenInference's conventions, as Phoenix's instrumentations send them. */
export const openinference: Dialect = { facts, content: openinferenceContent };

function facts(span: OtlpSpan): StepFacts {
  const { attributes } = span;
  const kind = readText(attributes, NAMES.kind).toUpperCase();
  return {
    ...NO_FACTS,
    kind: Object.hasOwn(KIND, kind) ? KIND[kind]! : 'task',
    provider: providerName(readText(attributes, NAMES.provider)),
    model: readText(attributes, NAMES.model),
    usage: usageFrom(attributes, USAGE),
    hasAnswer: hasAnswer(span),
    ttftUs: usUntilEvent(span, FIRST_TOKEN_EVENT),
    sessionId: readText(attributes, NAMES.session),
    userId: readText(attributes, NAMES.user),
    preview: preview(attributes),
    isPending: span.endNs === 0n,
    reportedCost: senderCost(attributes, COST),
  };
}

function hasAnswer({ attributes, events, statusCode }: OtlpSpan): boolean {
  if (statusCode !== FAILED || events.some(({ name }) => name === FIRST_TOKEN_EVENT)) return true;
  return attributes.keys.some((key) => key.startsWith('llm.output_messages.') || key === 'output.value');
}

/** The text of the last user's message, found without putting the whole conversation together. */
function preview(attributes: Attributes): string {
  let last = -1;
  for (const key of attributes.keys) {
    const index = Number(ROLE_KEY.exec(key)?.[1] ?? -1);
    if (index > last && attributes.get(key) === 'user') last = index;
  }
  const message = `llm.input_messages.${last}.message`;
  const text = readText(attributes, [`${message}.content`, `${message}.contents.0.message_content.text`]);
  return text !== '' ? previewOf(text) : readInputPreview(attributes, NAMES.input);
}
