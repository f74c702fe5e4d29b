import { isStepKind, OTEL, type StepKind } from '@tracewright/schema';
import type { Attributes } from '../otlp/attributes.ts';
import type { OtlpSpan } from '../otlp/otlp-request.ts';
import { documentsOf } from './documents.ts';
import { usUntilEvent } from './event-time.ts';
import { exchangeContent } from './exchange-content.ts';
import { isRecord } from './json-record.ts';
import { providerName } from './provider-name.ts';
import { type Names, readJson, readRecord, readText, readValue } from './read-attribute.ts';
import { readInputPreview } from './read-preview.ts';
import { type Dialect, FAILED, NO_FACTS, type StepFacts } from './step-facts.ts';
import { GEN_AI_USAGE } from './tracewright.ts';
import { type UsageNames, usageFrom } from './usage.ts';

const NAMES = {
  kind: ['langsmith.span.kind'],
  model: ['gen_ai.response.model', 'gen_ai.request.model', 'langsmith.metadata.ls_model_name'],
  provider: ['langsmith.metadata.ls_provider', 'gen_ai.provider.name', 'gen_ai.system'],
  inputDetails: ['gen_ai.usage.input_token_details'],
  outputDetails: ['gen_ai.usage.output_token_details'],
  session: [
    OTEL.sessionId,
    'langsmith.metadata.session_id',
    'langsmith.metadata.thread_id',
    'langsmith.metadata.conversation_id',
  ],
  user: [OTEL.userId, 'langsmith.metadata.user_id'],
  input: ['gen_ai.prompt'],
  output: ['gen_ai.completion'],
  answer: ['gen_ai.completion', 'gen_ai.response.finish_reasons'],
} as const satisfies Record<string, Names>;

const INPUT_DETAILS: UsageNames = {
  cacheReadInputTokens: ['cache_read'],
  cacheWriteInputTokens: ['cache_creation'],
  audioInputTokens: ['audio'],
};

const OUTPUT_DETAILS: UsageNames = { reasoningOutputTokens: ['reasoning'], audioOutputTokens: ['audio'] };

const FIRST_TOKEN_EVENT = 'new_token';

/**
 * Spans of LangSmith's tracer where it sends through OpenTelemetry. Their operation names are not the conventions': it
 * calls prompts `chat` and retrievers `embeddings`, so its own kind decides.
 */
export const langsmith: Dialect = { facts, content };

function facts(span: OtlpSpan): StepFacts {
  const { attributes, statusCode, endNs } = span;
  const provider = providerName(readText(attributes, NAMES.provider));
  const ttftUs = usUntilEvent(span, FIRST_TOKEN_EVENT);
  return {
    ...NO_FACTS,
    kind: kindOf(attributes),
    // What it writes where it does not know the provider.
    provider: provider === 'langchain' ? '' : provider,
    model: readText(attributes, NAMES.model),
    usage: {
      ...usageFrom(attributes, GEN_AI_USAGE),
      ...known(usageFrom(readRecord(attributes, NAMES.inputDetails), INPUT_DETAILS)),
      ...known(usageFrom(readRecord(attributes, NAMES.outputDetails), OUTPUT_DETAILS)),
    },
    hasAnswer: statusCode !== FAILED || ttftUs >= 0 || readValue(attributes, NAMES.answer) !== undefined,
    ttftUs,
    sessionId: readText(attributes, NAMES.session),
    userId: readText(attributes, NAMES.user),
    preview: readInputPreview(attributes, NAMES.input),
    isPending: endNs === 0n,
  };
}

/** Its run types are our kinds, as far as they go. */
function kindOf(attributes: Attributes): StepKind {
  const type = readText(attributes, NAMES.kind);
  return isStepKind(type) ? type : 'task';
}

function known<T extends object>(usage: T): Partial<T> {
  return Object.fromEntries(Object.entries(usage).filter(([, count]) => count !== undefined)) as Partial<T>;
}

function content({ attributes }: OtlpSpan): ReturnType<Dialect['content']> {
  const kind = kindOf(attributes);
  const output = readJson(attributes, NAMES.output);
  const held = exchangeContent(readJson(attributes, NAMES.input), output, kind === 'llm');
  return kind === 'retriever' && isRecord(output) ? { ...held, documents: documentsOf(output.documents) } : held;
}
