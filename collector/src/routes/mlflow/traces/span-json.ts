import type { SpanDetail, StepKind } from '@tracewright/schema';
import { type SpanJson, spanJson } from '../../../export/otlp-json.ts';
import type { StoredSpan } from '../../../storage/spans/span-store.ts';
import { attributesJson } from './any-value-json.ts';
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

/**
 * A stored span as protobuf's own JSON has it, where ids are base64 in contrast to OTLP's: with the attributes that it
 * was sent with, and, where those are not MLflow's, with those that MLflow shows a span by.
 */
export function protoSpanJson(stored: StoredSpan, spanDetail: (span: StoredSpan) => SpanDetail): object {
  const span = spanJson(stored.record.payload);
  return {
    ...span,
    traceId: base64(stored.record.traceId),
    spanId: base64(stored.record.spanId),
    // As it was sent: an empty one is a root's.
    parentSpanId: base64(span.parentSpanId ?? ''),
    attributes: [...(span.attributes ?? []), ...addedAttributes(span, spanDetail(stored))],
    links: span.links?.map((link) => ({ ...link, traceId: base64(link.traceId), spanId: base64(link.spanId) })),
  };
}

/** What MLflow's own spans say in attributes that others do not have. */
export function addedAttributes(span: SpanJson, detail: SpanDetail): readonly object[] {
  if (span.attributes?.some(({ key }) => key === MLFLOW_SPAN.type)) return [];
  const { input, output } = exchangeOf(detail);
  const { inputTokens, outputTokens } = detail.usage;
  const usage = {
    input_tokens: inputTokens ?? 0,
    output_tokens: outputTokens ?? 0,
    total_tokens: (inputTokens ?? 0) + (outputTokens ?? 0),
  };
  return attributesJson({
    [MLFLOW_SPAN.type]: TYPE_OF_KIND[detail.kind] ?? 'UNKNOWN',
    ...(input === undefined ? {} : { [MLFLOW_SPAN.inputs]: input }),
    ...(output === undefined ? {} : { [MLFLOW_SPAN.outputs]: output }),
    ...(inputTokens === undefined && outputTokens === undefined ? {} : { [MLFLOW_SPAN.tokenUsage]: usage }),
  });
}

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}
