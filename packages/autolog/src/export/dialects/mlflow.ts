import type { Attributes } from '@opentelemetry/api';
import { isObject, own, ownText } from '@tracewright/instrumentation-core';
import { GEN_AI, isStepKind, type StepKind, TRACEWRIGHT } from '@tracewright/schema';
import { stepCost } from './step-cost.ts';
import { parsedJson, stepInput, stepOutput } from './step-values.ts';

/** MLflow has no kind for a prompt: its own LangChain tracing calls one a chain. */
const TYPE: Readonly<Record<StepKind, string>> = {
  llm: 'CHAT_MODEL',
  chain: 'CHAIN',
  agent: 'AGENT',
  tool: 'TOOL',
  retriever: 'RETRIEVER',
  embedding: 'EMBEDDING',
  prompt: 'CHAIN',
  parser: 'PARSER',
  reranker: 'RERANKER',
  guardrail: 'GUARDRAIL',
  evaluator: 'EVALUATOR',
  task: 'TASK',
};

/**
 * What MLflow does not make out of the GenAI attributes itself: the type of every step, input and output of those that
 * are no conversation, and our cost. Only the additions; a span that is no step of ours has none.
 */
export function mlflowAttributes(attributes: Attributes): Attributes {
  const kind = attributes[TRACEWRIGHT.spanKind];
  if (!isStepKind(kind)) return {};
  // Plain, not as JSON: quotes would become part of it.
  const added: Attributes = { 'mlflow.spanType': TYPE[kind] };
  const [input, output] = [stepInput(attributes), stepOutput(attributes)];
  if (input !== undefined) added['mlflow.spanInputs'] = input.text;
  if (output !== undefined) added['mlflow.spanOutputs'] = output.text;
  const documents = parsedJson(attributes[GEN_AI.retrievalDocuments]);
  if (Array.isArray(documents))
    added['mlflow.spanOutputs'] = JSON.stringify(documents.filter(isObject).map(mlflowDocument));
  const usage = tokenUsage(attributes);
  if (usage !== undefined) added['mlflow.chat.tokenUsage'] = JSON.stringify(usage);
  const cost = stepCost(attributes);
  if (cost !== undefined)
    added['mlflow.llm.cost'] = JSON.stringify({
      input_cost: cost.inputUsd,
      output_cost: cost.outputUsd,
      total_cost: cost.totalUsd,
    });
  return added;
}

/** As MLflow's page for a retriever shows it: the score is among the metadata. */
function mlflowDocument(document: object): object {
  const [score, metadata] = [own(document, 'score'), own(document, 'metadata')];
  return {
    page_content: ownText(document, 'content') ?? '',
    metadata: { ...(score !== undefined && { score }), ...(isObject(metadata) && metadata) },
    id: ownText(document, 'id') ?? null,
  };
}

/** With a total on every span: MLflow adds up the trace's total from these, and has none for an embedding. */
function tokenUsage(attributes: Attributes): Readonly<Record<string, number>> | undefined {
  const count = (name: string) => Number(attributes[name] ?? 0) || 0;
  const [input, output] = [count(GEN_AI.usageInputTokens), count(GEN_AI.usageOutputTokens)];
  if (input === 0 && output === 0) return undefined;
  const [read, write] = [count(GEN_AI.usageCacheReadInputTokens), count(GEN_AI.usageCacheWriteInputTokens)];
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: input + output,
    ...(read > 0 && { cache_read_input_tokens: read }),
    ...(write > 0 && { cache_creation_input_tokens: write }),
  };
}
