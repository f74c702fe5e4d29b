import { OTEL, type StepKind } from '@tracewright/schema';
import type { Attributes } from '../otlp/attributes.ts';
import type { OtlpSpan } from '../otlp/otlp-request.ts';
import { usUntilEvent } from './event-time.ts';
import { exchangeContent } from './exchange-content.ts';
import { providerName } from './provider-name.ts';
import { type Names, parsedJson, readJson, readRecord, readText } from './read-attribute.ts';
import { readInputPreview } from './read-preview.ts';
import { type CostNames, senderCost } from './sender-cost.ts';
import { type Dialect, FAILED, NO_FACTS, type StepFacts } from './step-facts.ts';
import { type UsageNames, usageFrom } from './usage.ts';

/** Kinds by `mlflow.spanType`; the others are tasks. */
export const KIND_OF_TYPE: Readonly<Record<string, StepKind>> = {
  LLM: 'llm',
  CHAT_MODEL: 'llm',
  CHAIN: 'chain',
  WORKFLOW: 'chain',
  AGENT: 'agent',
  TOOL: 'tool',
  RETRIEVER: 'retriever',
  RERANKER: 'reranker',
  EMBEDDING: 'embedding',
  PARSER: 'parser',
  GUARDRAIL: 'guardrail',
  EVALUATOR: 'evaluator',
};

const USAGE: UsageNames = {
  inputTokens: ['input_tokens'],
  outputTokens: ['output_tokens'],
  cacheReadInputTokens: ['cache_read_input_tokens'],
  cacheWriteInputTokens: ['cache_creation_input_tokens'],
};

const NAMES = {
  type: ['mlflow.spanType'],
  model: ['mlflow.llm.model', 'model'],
  provider: ['mlflow.llm.provider', 'mlflow.model.provider'],
  usage: ['mlflow.chat.tokenUsage'],
  cost: ['mlflow.llm.cost'],
  session: [OTEL.sessionId, 'mlflow.trace.session'],
  user: [OTEL.userId, 'mlflow.trace.user'],
  input: ['mlflow.spanInputs'],
  output: ['mlflow.spanOutputs'],
} as const satisfies Record<string, Names>;

const COST: CostNames = { total: ['total_cost'], input: ['input_cost'], output: ['output_cost'] };

/** One event for each chunk of a stream; the number of the first is 0. */
const FIRST_CHUNK = 'mlflow.chunk.item.0';

/** Spans of MLflow's SDKs, whose attributes are JSON texts, single words included. */
export const mlflow: Dialect = {
  facts,
  content: ({ attributes }) => {
    const isModel = kindOf(attributes) === 'llm';
    return exchangeContent(readJson(attributes, NAMES.input), readJson(attributes, NAMES.output), isModel);
  },
};

function facts(span: OtlpSpan): StepFacts {
  const { attributes, statusCode, endNs } = span;
  const ttft = usUntilEvent(span, FIRST_CHUNK);
  return {
    ...NO_FACTS,
    kind: kindOf(attributes),
    provider: providerName(readWord(attributes, NAMES.provider)),
    model: readWord(attributes, NAMES.model),
    usage: usageFrom(readRecord(attributes, NAMES.usage), USAGE),
    hasAnswer: statusCode !== FAILED || ttft >= 0,
    ttftUs: ttft,
    sessionId: readWord(attributes, NAMES.session),
    userId: readWord(attributes, NAMES.user),
    preview: readInputPreview(attributes, NAMES.input),
    isPending: endNs === 0n,
    reportedCost: senderCost(readRecord(attributes, NAMES.cost), COST),
  };
}

function kindOf(attributes: Attributes): StepKind {
  const type = readWord(attributes, NAMES.type);
  return Object.hasOwn(KIND_OF_TYPE, type) ? KIND_OF_TYPE[type]! : 'task';
}

/** A text that was sent as JSON, or as it is by spans that others have translated. */
function readWord(attributes: Attributes, names: Names): string {
  const text = readText(attributes, names);
  const value = text.startsWith('"') ? parsedJson(text) : text;
  return typeof value === 'string' ? value : text;
}
