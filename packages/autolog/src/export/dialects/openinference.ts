import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { ownList, ownText } from '@tracewright/instrumentation-core';
import { GEN_AI, isStepKind, type StepKind, TRACEWRIGHT } from '@tracewright/schema';
import { documentAttributes, messageAttributes, toolAttributes } from './openinference-lists.ts';
import { stepCost } from './step-cost.ts';
import { parsedJson, type StepValue, stepInput, stepOutput } from './step-values.ts';

const KIND: Readonly<Record<StepKind, string>> = {
  llm: 'LLM',
  chain: 'CHAIN',
  agent: 'AGENT',
  tool: 'TOOL',
  retriever: 'RETRIEVER',
  embedding: 'EMBEDDING',
  prompt: 'PROMPT',
  parser: 'CHAIN',
  reranker: 'RERANKER',
  guardrail: 'GUARDRAIL',
  evaluator: 'EVALUATOR',
  task: 'CHAIN',
};

/** Ours to theirs, where the value is the same. */
const SAME: Readonly<Record<string, string>> = {
  [GEN_AI.providerName]: 'llm.provider',
  [GEN_AI.usageInputTokens]: 'llm.token_count.prompt',
  [GEN_AI.usageOutputTokens]: 'llm.token_count.completion',
  [GEN_AI.usageCacheReadInputTokens]: 'llm.token_count.prompt_details.cache_read',
  [GEN_AI.usageCacheWriteInputTokens]: 'llm.token_count.prompt_details.cache_write',
  [GEN_AI.usageAudioInputTokens]: 'llm.token_count.prompt_details.audio',
  [GEN_AI.usageReasoningOutputTokens]: 'llm.token_count.completion_details.reasoning',
  [GEN_AI.usageAudioOutputTokens]: 'llm.token_count.completion_details.audio',
  [GEN_AI.toolName]: 'tool.name',
  [GEN_AI.toolDescription]: 'tool.description',
  [GEN_AI.toolCallId]: 'tool.id',
  [TRACEWRIGHT.tags]: 'tag.tags',
};

const REQUEST_PREFIX = 'gen_ai.request.';

/**
 * A span's attributes in OpenInference's words, which Phoenix reads: kind, texts, messages, tools, documents, usage and
 * cost. Only the additions; a span that is no step of ours has none.
 */
export function openInferenceAttributes(attributes: Attributes): Attributes {
  const kind = attributes[TRACEWRIGHT.spanKind];
  if (!isStepKind(kind)) return {};
  const added: Attributes = { 'openinference.span.kind': KIND[kind] };
  for (const [ours, theirs] of Object.entries(SAME))
    if (attributes[ours] !== undefined) added[theirs] = attributes[ours];
  setValue(added, 'input', saidLast(attributes[GEN_AI.inputMessages]) ?? stepInput(attributes));
  setValue(added, 'output', saidLast(attributes[GEN_AI.outputMessages]) ?? stepOutput(attributes));
  if (kind === 'llm') Object.assign(added, modelAttributes(attributes));
  if (kind === 'embedding') Object.assign(added, embeddingAttributes(attributes));
  Object.assign(added, documentAttributes(parsedJson(attributes[GEN_AI.retrievalDocuments])));
  const metadata = withPrefix(attributes, TRACEWRIGHT.metadataPrefix);
  if (Object.keys(metadata).length > 0) added.metadata = JSON.stringify(metadata);
  return added;
}

function modelAttributes(attributes: Attributes): Attributes {
  const added: Attributes = {
    ...messageAttributes('llm.input_messages', [
      ...systemMessage(parsedJson(attributes[GEN_AI.systemInstructions])),
      ...list(parsedJson(attributes[GEN_AI.inputMessages])),
    ]),
    ...messageAttributes('llm.output_messages', list(parsedJson(attributes[GEN_AI.outputMessages]))),
    ...toolAttributes(list(parsedJson(attributes[GEN_AI.toolDefinitions]))),
  };
  const model = attributes[GEN_AI.responseModel] ?? attributes[GEN_AI.requestModel];
  if (model !== undefined) added['llm.model_name'] = model;
  const { model: _model, ...parameters } = withPrefix(attributes, REQUEST_PREFIX);
  if (Object.keys(parameters).length > 0) added['llm.invocation_parameters'] = JSON.stringify(parameters);
  const [input, output] = [attributes[GEN_AI.usageInputTokens], attributes[GEN_AI.usageOutputTokens]];
  if (typeof input === 'number' && typeof output === 'number') added['llm.token_count.total'] = input + output;
  const [reason] = list(attributes[GEN_AI.responseFinishReasons]);
  if (typeof reason === 'string') added['llm.finish_reason'] = reason;
  const cost = stepCost(attributes);
  if (cost !== undefined) {
    added['llm.cost.total'] = cost.totalUsd;
    added['llm.cost.prompt'] = cost.inputUsd;
    added['llm.cost.completion'] = cost.outputUsd;
  }
  return added;
}

function embeddingAttributes(attributes: Attributes): Attributes {
  const added: Attributes = {};
  const model = attributes[GEN_AI.responseModel] ?? attributes[GEN_AI.requestModel];
  if (model !== undefined) added['embedding.model_name'] = model;
  for (const [at, text] of list(parsedJson(attributes[TRACEWRIGHT.input])).entries())
    if (typeof text === 'string') added[`embedding.embeddings.${at}.embedding.text`] = text;
  return added;
}

function setValue(added: Attributes, name: 'input' | 'output', value: StepValue | undefined): void {
  if (value === undefined) return;
  added[`${name}.value`] = value.text;
  added[`${name}.mime_type`] = value.isJson ? 'application/json' : 'text/plain';
}

/** A conversation is listed by what was said last; undefined where that is no text. All of it is in the messages. */
function saidLast(messages: AttributeValue | undefined): StepValue | undefined {
  const last = list(parsedJson(messages)).at(-1);
  const text = ownList(last, 'parts')
    .filter((part) => ownText(part, 'type') === 'text')
    .map((part) => ownText(part, 'content') ?? '')
    .join('\n');
  return text === '' ? undefined : { text, isJson: false };
}

/** The conventions keep the instructions apart from the conversation; OpenInference has them at its head. */
function systemMessage(parts: unknown): readonly unknown[] {
  return list(parts).length > 0 ? [{ role: 'system', parts }] : [];
}

function withPrefix(attributes: Attributes, prefix: string): Record<string, AttributeValue | undefined> {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
