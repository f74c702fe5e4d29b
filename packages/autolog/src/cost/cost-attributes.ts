import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { Pricer } from '@tracewright/pricing';
import {
  type CostPart,
  GEN_AI,
  isLocalProvider,
  type Operation,
  OTEL,
  TRACEWRIGHT,
  toUsd,
  type Usage,
} from '@tracewright/schema';
import type { AttributeSource } from '../otel/span/attribute-source.ts';

/** Steps that a provider bills. Agents and workflows repeat the sums of the calls inside them. */
const BILLED: readonly string[] = [
  'chat',
  'text_completion',
  'generate_content',
  'embeddings',
  'fetch_response',
] satisfies readonly Operation[];

/**
 * What a span cost, as attributes in USD; undefined if it is no billed call or says nothing of usage. An image or a
 * speech of which nobody says what it took is named unpriced, since nothing else would tell it from a free one. A cost
 * that is there already stays: whoever set it says by `tracewright.cost.source` whether the provider reported it.
 *
 * @param startMs When the call began, milliseconds since the Unix epoch.
 */
export function costAttributes(span: AttributeSource, startMs: number, pricer: Pricer): Attributes | undefined {
  if (span.attribute(TRACEWRIGHT.costSource) !== undefined || span.attribute(GEN_AI.usageCost) !== undefined)
    return undefined;
  const operation = text(span.attribute(GEN_AI.operationName)) ?? '';
  if (!BILLED.includes(operation)) return undefined;
  const model = text(span.attribute(GEN_AI.responseModel)) ?? text(span.attribute(GEN_AI.requestModel));
  const provider = text(span.attribute(GEN_AI.providerName)) ?? '';
  const usage = usageOf(span);
  const isGeneration = operation !== 'embeddings';
  const cost = model === undefined ? undefined : pricer.cost({ provider, model, usage, isGeneration, atMs: startMs });
  if (cost === undefined) return isWithheld(span) ? { [TRACEWRIGHT.costUnpriced]: ['input', 'output'] } : undefined;
  const out: Attributes = { [TRACEWRIGHT.costSource]: cost.source };
  if (cost.total !== undefined) out[GEN_AI.usageCost] = toUsd(cost.total);
  for (const part in cost.parts) {
    const amount = cost.parts[part as CostPart];
    if (amount !== undefined) out[PART_NAMES[part as CostPart]] = toUsd(amount);
  }
  if (cost.unpriced.length > 0) out[TRACEWRIGHT.costUnpriced] = [...cost.unpriced];
  return out;
}

/** Attributes by the part whose cost they tell. */
const PART_NAMES: Readonly<Record<CostPart, string>> = {
  input: `${TRACEWRIGHT.costPrefix}input`,
  cache_read: `${TRACEWRIGHT.costPrefix}cache_read`,
  cache_write: `${TRACEWRIGHT.costPrefix}cache_write`,
  output: `${TRACEWRIGHT.costPrefix}output`,
  reasoning: `${TRACEWRIGHT.costPrefix}reasoning`,
  audio_input: `${TRACEWRIGHT.costPrefix}audio_input`,
  audio_output: `${TRACEWRIGHT.costPrefix}audio_output`,
  image_input: `${TRACEWRIGHT.costPrefix}image_input`,
  image_output: `${TRACEWRIGHT.costPrefix}image_output`,
  request: `${TRACEWRIGHT.costPrefix}request`,
};

/** Conversations are counted where nobody reports them; a framework's run may leave that to another span. */
function isWithheld(span: AttributeSource): boolean {
  return (
    span.attribute(GEN_AI.operationName) === ('generate_content' satisfies Operation) &&
    span.attribute(OTEL.errorType) === undefined &&
    !isLocalProvider(text(span.attribute(GEN_AI.providerName)) ?? '')
  );
}

function usageOf(span: AttributeSource): Usage {
  return {
    inputTokens: count(span.attribute(GEN_AI.usageInputTokens)),
    outputTokens: count(span.attribute(GEN_AI.usageOutputTokens)),
    cacheReadInputTokens: count(span.attribute(GEN_AI.usageCacheReadInputTokens)),
    cacheWriteInputTokens: count(span.attribute(GEN_AI.usageCacheWriteInputTokens)),
    reasoningOutputTokens: count(span.attribute(GEN_AI.usageReasoningOutputTokens)),
    audioInputTokens: count(span.attribute(GEN_AI.usageAudioInputTokens)),
    audioOutputTokens: count(span.attribute(GEN_AI.usageAudioOutputTokens)),
    imageInputTokens: count(span.attribute(GEN_AI.usageImageInputTokens)),
    imageOutputTokens: count(span.attribute(GEN_AI.usageImageOutputTokens)),
    audioSeconds: count(span.attribute(TRACEWRIGHT.usageAudioSeconds)),
  };
}

function count(value: AttributeValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function text(value: AttributeValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
