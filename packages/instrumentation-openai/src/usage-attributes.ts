import type { Attributes } from '@opentelemetry/api';
import { GEN_AI, type Usage } from '@tracewright/schema';
import { asNumber, asObject, type JsonObject } from './json-reading.ts';
import { put } from './put.ts';

/** Usage as chat completions, completions and embeddings report it, with the dialects of compatible servers. */
export function chatUsage(usage: JsonObject): Usage {
  const input = asObject(usage.prompt_tokens_details);
  const output = asObject(usage.completion_tokens_details);
  const inputTokens = asTokens(usage.prompt_tokens);
  const reasoning = asTokens(output.reasoning_tokens);
  return {
    inputTokens,
    outputTokens: withReasoning(
      inputTokens,
      asTokens(usage.completion_tokens),
      reasoning,
      asTokens(usage.total_tokens),
    ),
    cacheReadInputTokens: asTokens(input.cached_tokens) ?? asTokens(usage.prompt_cache_hit_tokens),
    cacheWriteInputTokens: asTokens(input.cache_write_tokens),
    reasoningOutputTokens: reasoning,
    audioInputTokens: asTokens(input.audio_tokens),
    audioOutputTokens: asTokens(output.audio_tokens),
    imageInputTokens: asTokens(input.image_tokens),
  };
}

/** Usage as the responses API reports it. */
export function responsesUsage(usage: JsonObject): Usage {
  const input = asObject(usage.input_tokens_details);
  const output = asObject(usage.output_tokens_details);
  return {
    inputTokens: asTokens(usage.input_tokens),
    outputTokens: asTokens(usage.output_tokens),
    cacheReadInputTokens: asTokens(input.cached_tokens),
    cacheWriteInputTokens: asTokens(input.cache_write_tokens),
    reasoningOutputTokens: asTokens(output.reasoning_tokens),
  };
}

/** Usage as images and transcriptions report it: neither cached nor reasoning, but by what the tokens stand for. */
export function mediaUsage(usage: JsonObject): Usage {
  const input = { ...asObject(usage.input_tokens_details), ...asObject(usage.input_token_details) };
  const output = asObject(usage.output_tokens_details);
  return {
    inputTokens: asTokens(usage.input_tokens),
    outputTokens: asTokens(usage.output_tokens),
    cacheReadInputTokens: asTokens(input.cached_tokens),
    audioInputTokens: asTokens(input.audio_tokens),
    imageInputTokens: asTokens(input.image_tokens),
    imageOutputTokens: asTokens(output.image_tokens),
  };
}

/** xAI leaves reasoning out of the completion's tokens; the total gives it away. */
function withReasoning(
  input: number | undefined,
  output: number | undefined,
  reasoning: number | undefined,
  total: number | undefined,
): number | undefined {
  if (output === undefined || !reasoning || input === undefined || total !== input + output + reasoning) return output;
  return output + reasoning;
}

/** A field that was not reported is not set; audio and images only where there were any. */
export function usageAttributes(usage: Usage): Attributes {
  const attributes: Attributes = {};
  put(attributes, GEN_AI.usageInputTokens, usage.inputTokens);
  put(attributes, GEN_AI.usageOutputTokens, usage.outputTokens);
  put(attributes, GEN_AI.usageCacheReadInputTokens, usage.cacheReadInputTokens);
  put(attributes, GEN_AI.usageCacheWriteInputTokens, usage.cacheWriteInputTokens);
  put(attributes, GEN_AI.usageReasoningOutputTokens, usage.reasoningOutputTokens);
  if (usage.audioInputTokens) attributes[GEN_AI.usageAudioInputTokens] = usage.audioInputTokens;
  if (usage.audioOutputTokens) attributes[GEN_AI.usageAudioOutputTokens] = usage.audioOutputTokens;
  if (usage.imageInputTokens) attributes[GEN_AI.usageImageInputTokens] = usage.imageInputTokens;
  if (usage.imageOutputTokens) attributes[GEN_AI.usageImageOutputTokens] = usage.imageOutputTokens;
  return attributes;
}

/** The attributes without those of the usage. */
export function withoutUsageAttributes(attributes: Attributes): Attributes {
  const others = { ...attributes };
  for (const name of USAGE_NAMES) delete others[name];
  return others;
}

const USAGE_NAMES: readonly string[] = [
  GEN_AI.usageInputTokens,
  GEN_AI.usageOutputTokens,
  GEN_AI.usageCacheReadInputTokens,
  GEN_AI.usageCacheWriteInputTokens,
  GEN_AI.usageReasoningOutputTokens,
  GEN_AI.usageAudioInputTokens,
  GEN_AI.usageAudioOutputTokens,
  GEN_AI.usageImageInputTokens,
  GEN_AI.usageImageOutputTokens,
];

/** A cost in USD that comes with the usage, as OpenRouter reports it; undefined where it is not the whole cost. */
export function reportedCostUsd(usage: JsonObject): number | undefined {
  return usage.is_byok === true ? undefined : asNumber(usage.cost);
}

/** Some servers say -1 for what they do not know. */
export function asTokens(value: unknown): number | undefined {
  const count = asNumber(value);
  return count === undefined || count < 0 ? undefined : count;
}
