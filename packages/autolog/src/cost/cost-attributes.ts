import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { Pricer } from '@tracewright/pricing';
import { GEN_AI, type Operation, TRACEWRIGHT, toUsd, type Usage } from '@tracewright/schema';

/** Steps that a provider bills. Agents and workflows repeat the sums of the calls inside them. */
const BILLED: readonly string[] = [
  'chat',
  'text_completion',
  'generate_content',
  'embeddings',
  'fetch_response',
] satisfies readonly Operation[];

/**
 * What a span cost, as attributes in USD; undefined if it is no billed call or says nothing of usage. A cost that is
 * there already stays: whoever set it says by `tracewright.cost.source` whether the provider reported it.
 *
 * @param startMs When the call began, milliseconds since the Unix epoch.
 */
export function costAttributes(attributes: Attributes, startMs: number, pricer: Pricer): Attributes | undefined {
  if (attributes[TRACEWRIGHT.costSource] !== undefined || attributes[GEN_AI.usageCost] !== undefined) return undefined;
  const operation = text(attributes[GEN_AI.operationName]) ?? '';
  if (!BILLED.includes(operation)) return undefined;
  const model = text(attributes[GEN_AI.responseModel]) ?? text(attributes[GEN_AI.requestModel]);
  if (model === undefined) return undefined;
  const provider = text(attributes[GEN_AI.providerName]) ?? '';
  const usage = usageOf(attributes);
  const cost = pricer.cost({ provider, model, usage, isGeneration: operation !== 'embeddings', atMs: startMs });
  if (cost === undefined) return undefined;
  const out: Attributes = { [TRACEWRIGHT.costSource]: cost.source };
  if (cost.total !== undefined) out[GEN_AI.usageCost] = toUsd(cost.total);
  for (const [part, amount] of Object.entries(cost.parts)) out[TRACEWRIGHT.costPrefix + part] = toUsd(amount);
  if (cost.unpriced.length > 0) out[TRACEWRIGHT.costUnpriced] = [...cost.unpriced];
  return out;
}

function usageOf(attributes: Attributes): Usage {
  return {
    inputTokens: count(attributes[GEN_AI.usageInputTokens]),
    outputTokens: count(attributes[GEN_AI.usageOutputTokens]),
    cacheReadInputTokens: count(attributes[GEN_AI.usageCacheReadInputTokens]),
    cacheWriteInputTokens: count(attributes[GEN_AI.usageCacheWriteInputTokens]),
    reasoningOutputTokens: count(attributes[GEN_AI.usageReasoningOutputTokens]),
    audioInputTokens: count(attributes[GEN_AI.usageAudioInputTokens]),
    audioOutputTokens: count(attributes[GEN_AI.usageAudioOutputTokens]),
    imageInputTokens: count(attributes[GEN_AI.usageImageInputTokens]),
  };
}

function count(value: AttributeValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function text(value: AttributeValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
