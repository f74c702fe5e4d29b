import type { SpanDetail, StepKind } from '@tracewright/schema';
import { exchangeOf, MLFLOW_SPAN } from './span-exchange.ts';

/** MLflow's types of spans; what is not here is `UNKNOWN`. */
const TYPE_OF_KIND: Readonly<Partial<Record<StepKind, string>>> = {
  llm: 'CHAT_MODEL',
  chain: 'CHAIN',
  agent: 'AGENT',
  tool: 'TOOL',
  retriever: 'RETRIEVER',
  embedding: 'EMBEDDING',
  parser: 'PARSER',
  reranker: 'RERANKER',
  guardrail: 'GUARDRAIL',
  evaluator: 'EVALUATOR',
};

/** MLflow's type of a span of this kind. */
export function typeOfKind(kind: StepKind): string {
  return TYPE_OF_KIND[kind] ?? 'UNKNOWN';
}

/** The attributes by which MLflow shows a span, of those that were not sent by its own clients; else none. */
export function shownAttributes(detail: SpanDetail): Readonly<Record<string, unknown>> {
  if (detail.attributes[MLFLOW_SPAN.type] !== undefined) return {};
  const { input, output } = exchangeOf(detail);
  const { inputTokens, outputTokens } = detail.usage;
  const usage = {
    input_tokens: inputTokens ?? 0,
    output_tokens: outputTokens ?? 0,
    total_tokens: (inputTokens ?? 0) + (outputTokens ?? 0),
  };
  return {
    [MLFLOW_SPAN.type]: typeOfKind(detail.kind),
    ...(input === undefined ? {} : { [MLFLOW_SPAN.inputs]: input }),
    ...(output === undefined ? {} : { [MLFLOW_SPAN.outputs]: output }),
    ...(inputTokens === undefined && outputTokens === undefined ? {} : { [MLFLOW_SPAN.tokenUsage]: usage }),
    ...(detail.model === null ? {} : { [MLFLOW_SPAN.model]: detail.model }),
  };
}
